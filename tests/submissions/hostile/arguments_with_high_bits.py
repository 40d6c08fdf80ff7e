# Asks for what is denied with a bit that Linux cuts off: a filter that compares the whole register lets it pass.
#
# must: be refused

# %%
import ctypes, fcntl, os, platform, socket, struct

call = ctypes.CDLL(None, use_errno=True).syscall
lock = ctypes.create_string_buffer(struct.pack("hhqqi", fcntl.F_RDLCK, 0, 0, 1, 0), 64)
file, end = os.open(os.__file__, os.O_RDONLY), socket.socket(socket.AF_UNIX)
tries = {
    "sees locks": (72, file, fcntl.F_GETLK, lock),
    "has a lease": (72, file, fcntl.F_SETLEASE, fcntl.F_RDLCK),
    "watches a folder": (72, file, fcntl.F_NOTIFY, 1),
    "hides itself": (157, 4, 0, 0),
    "filters its calls": (157, 22, 1, 0),
}
if platform.machine() == "x86_64":
    for what, (number, first, *rest) in tries.items():
        for bit in (32, 47, 63):
            high = 1 << bit
            arguments = [ctypes.c_ulong(first + high), *rest] if number == 157 else [first, ctypes.c_ulong(rest[0] + high), rest[1]]
            if os.fork() == 0:
                os._exit(7 if call(number, *arguments) >= 0 else 0)
            if os.waitstatus_to_exitcode(os.wait()[1]) == 7:
                loot(f"{what}, with bit {bit}")
    before, larger = end.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF), ctypes.c_int(100_000)
    call(54, end.fileno(), 1, ctypes.c_ulong(7 + (1 << 32)), ctypes.byref(larger), 4)
    if end.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) != before:
        loot("a buffer of another size")
