# Exhausts what the system keeps for processes: files, pipes, locks, events, keys, timers.
#
# must: be refused more of them, and take none from others

# %%
import ctypes, fcntl, os, select, socket

libc = ctypes.CDLL(None, use_errno=True)
held = []
for make in (os.pipe, socket.socketpair, select.epoll, lambda: os.eventfd(0), lambda: os.dup(0)):
    try:
        while len(held) < 100_000:
            held.append(make())
            if make is os.pipe:
                fcntl.fcntl(held[-1][1], 1031, 1 << 20)  # the largest pipe
    except OSError:
        pass
    if len(held) > 5000:
        loot(f"{len(held)} descriptors")
    for ends in held:
        for end in ends if isinstance(ends, tuple) else [ends]:
            end.close() if hasattr(end, "close") else os.close(end)
    held.clear()
attempt("a key", lambda: 1 / (libc.syscall(248, b"user", b"name", b"data", 4, -4) >= 0))
