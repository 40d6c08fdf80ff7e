# Signals the grader without kill: by files, timers, queues, descriptors of processes, terminals and groups.
#
# must: be refused
# needs: isolation

# %%
import ctypes, fcntl, os, signal

libc = ctypes.CDLL(None, use_errno=True)
for pid in {int("@GRADER@"), os.getppid()} - {0}:
    attempt(f"kill {pid}", lambda: os.kill(pid, 0))
    attempt(f"group of {pid}", lambda: os.killpg(pid, signal.SIGCONT))
    attempt(f"a thread of {pid}", lambda: 1 / (libc.syscall(234, pid, pid, 18) == 0) if os.uname().machine == "x86_64" else 1 / 0)
    info = (ctypes.c_int * 32)(18, 0, -1)
    attempt(f"a queue of {pid}", lambda: 1 / (libc.syscall(129, pid, 18, info) == 0) if os.uname().machine == "x86_64" else 1 / 0)
    attempt(f"a descriptor of {pid}", lambda: signal.pidfd_send_signal(os.pidfd_open(pid), signal.SIGCONT))
    attempt(f"its session {pid}", lambda: os.tcsetpgrp(0, pid))
for pid in {int("@GRADER@")}:
    ours, theirs = os.pipe()
    try:
        fcntl.fcntl(ours, fcntl.F_SETOWN, pid)
        fcntl.fcntl(ours, fcntl.F_SETSIG if hasattr(fcntl, "F_SETSIG") else 10, signal.SIGSTOP)
        fcntl.fcntl(ours, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
        for _ in range(100):
            os.write(theirs, b"x")
    except OSError:
        pass
try:
    os.kill(-1, signal.SIGCONT)
except OSError:
    pass
