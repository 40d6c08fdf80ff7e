# Changes limits, priorities, processors and schedulers of the grader and of its own kernel.
#
# must: change nobody else's, and lift none of its own
# needs: isolation

# %%
import os, resource

grader = int("@GRADER@")
attempt("limits", lambda: resource.prlimit(grader, resource.RLIMIT_NOFILE, (64, 64)))
attempt("priority", lambda: os.setpriority(os.PRIO_PROCESS, grader, 19))
attempt("processors", lambda: os.sched_setaffinity(grader, {0}))
attempt("scheduler", lambda: os.sched_setscheduler(grader, os.SCHED_IDLE, os.sched_param(0)))
attempt("all priorities", lambda: os.setpriority(os.PRIO_USER, os.getuid(), 19) if os.getuid() else 1 / 0)
attempt("my priority", lambda: os.nice(-5))
attempt("out of memory", lambda: open("/proc/self/oom_score_adj", "w").write("-1000"))
for kind in (resource.RLIMIT_NPROC, resource.RLIMIT_DATA, resource.RLIMIT_FSIZE, resource.RLIMIT_CPU):
    if resource.getrlimit(kind)[1] != resource.RLIM_INFINITY:
        attempt(f"limit {kind}", lambda: resource.setrlimit(kind, (resource.RLIM_INFINITY,) * 2))
