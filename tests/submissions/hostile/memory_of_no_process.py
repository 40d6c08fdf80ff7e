# Puts memory where no process holds it and nobody counts it: SysV segments, queues, memfds.
#
# must: be refused
# needs: isolation

# %%
import ctypes, os

libc = ctypes.CDLL(None, use_errno=True)
attempt("shmget", lambda: 1 / (libc.shmget(1234, 1 << 20, 0o1666) >= 0))
attempt("msgget", lambda: 1 / (libc.msgget(1234, 0o1666) >= 0))
attempt("semget", lambda: 1 / (libc.semget(1234, 9, 0o1666) >= 0))
attempt("mq_open", lambda: 1 / (libc.syscall(240, b"left", 0o102, 0o666, None) >= 0))
attempt("memfd", lambda: os.memfd_create("hidden"))
attempt("a file system of its own", lambda: 1 / (libc.mount(b"tmpfs", b"/dev/shm", b"tmpfs", 0, None) == 0))
attempt("more room", lambda: 1 / (libc.mount(None, b"/dev/shm", None, 32, b"size=100%") == 0))
attempt("a program in memory", lambda: os.execv("/dev/shm/x", [open("/dev/shm/x", "wb").close() or "x"]))
