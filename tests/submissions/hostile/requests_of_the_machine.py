# Takes for itself what Linux has a number of for the whole machine: requests, terminals, consoles, keys.
#
# must: be refused

# %%
import ctypes, os

libc = ctypes.CDLL(None, use_errno=True)
context = ctypes.c_ulong(0)
attempt("requests", lambda: 1 / (libc.syscall(206, 60000, ctypes.byref(context)) == 0))
attempt("a terminal", os.openpty)
attempt("a terminal by name", lambda: os.open("/dev/ptmx", os.O_RDWR))
attempt("a loop device", lambda: os.open("/dev/loop-control", os.O_RDWR))
attempt("a key", lambda: 1 / (libc.syscall(248, b"user", b"name", b"data", 4, -4) >= 0))
attempt("inotify", lambda: 1 / (libc.syscall(294, 0) >= 0))
attempt("fanotify", lambda: 1 / (libc.syscall(300, 0, 0) >= 0))
attempt("perf", lambda: 1 / (libc.syscall(298, None, 0, -1, -1, 0) >= 0))
attempt("bpf", lambda: 1 / (libc.syscall(321, 0, None, 0) >= 0))
attempt("a secret memory", lambda: 1 / (libc.syscall(447, 0) >= 0))
