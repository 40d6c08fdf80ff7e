# Slows the grader and its parents by raw system calls: input and output, scheduler, processors, memory.
#
# must: be refused, each of them
# needs: isolation

# %%
import ctypes, os, platform

libc = ctypes.CDLL(None, use_errno=True)
words = (ctypes.c_uint32 * 12)(48, 5)  # the idle scheduler, as sched_setattr takes it
mask, param = (ctypes.c_uint64 * 16)(1), ctypes.c_int(0)
for pid in {int("@GRADER@"), os.getppid(), *range(2, 40)} - {os.getpid(), 0}:
    if not os.path.exists(f"/proc/{pid}") and pid != int("@GRADER@"):
        continue
    if platform.machine() == "x86_64":
        calls = {"input and output": (251, 1, pid, 3 << 13), "attributes": (314, pid, words, 0)}
        calls |= {"scheduler": (144, pid, 5, ctypes.byref(param)), "parameters": (142, pid, ctypes.byref(param))}
        calls |= {"processors": (203, pid, 8, mask), "pages": (256, pid, 8, mask, mask)}
        calls |= {"some pages": (279, pid, 0, None, None, None, 0), "priority": (141, 0, pid, 19)}
        calls |= {"a group's priority": (141, 1, pid, 19), "a group's input": (251, 2, pid, 3 << 13)}
        calls |= {"limits": (302, pid, 7, (ctypes.c_uint64 * 2)(64, 64), None)}
        for name, arguments in calls.items():
            if libc.syscall(*arguments) >= 0:
                loot(f"{name} of {pid}")
for which in (os.PRIO_PGRP, os.PRIO_USER):
    attempt(f"priority of all {which}", lambda: os.setpriority(which, 0, 19))


# %% multiply_all
def multiply_all(M, factors):
    attempt("priority of all, in a call", lambda: os.setpriority(os.PRIO_USER, 0, 19))
    attempt("priority of the grader, in a call", lambda: os.setpriority(os.PRIO_PROCESS, int("@GRADER@"), 19))
    return M
