# Raises its own kernel above all others: priority, real time, deadlines, input and output, locked memory.
#
# must: be refused
# needs: isolation

# %%
import ctypes, mmap, os, resource, threading

libc = ctypes.CDLL(None, use_errno=True)
attempt("nice", lambda: os.nice(-1))
attempt("priority", lambda: os.setpriority(os.PRIO_PROCESS, 0, -20))
attempt("a thread's priority", lambda: os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), -20))
for policy in (os.SCHED_FIFO, os.SCHED_RR):
    attempt(f"real time {policy}", lambda: os.sched_setscheduler(0, policy, os.sched_param(50)))
    attempt(f"real time that is inherited {policy}", lambda: os.sched_setscheduler(0, policy | os.SCHED_RESET_ON_FORK, os.sched_param(1)))
if os.uname().machine == "x86_64":
    deadline = (ctypes.c_uint64 * 6)(48 | 6 << 32, 0, 0, 10**8, 10**9, 10**9)
    attempt("a deadline", lambda: 1 / (libc.syscall(314, 0, deadline, 0) == 0))
    attempt("input and output", lambda: 1 / (libc.syscall(251, 1, 0, 1 << 13) == 0))
attempt("locked memory", lambda: 1 / (libc.mlockall(3) == 0) if resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] < 1 << 30 else 1 / 0)
attempt("no more last to be killed", lambda: open("/proc/self/oom_score_adj", "w").write("-1000"))
attempt("rights of root", lambda: [line for line in open("/proc/self/status") if line.startswith("CapEff") and int(line.split()[1], 16)][0])
