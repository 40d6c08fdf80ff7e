# Asks Linux again and again, from many processes, to write all that waits for any disk.
#
# must: hold nobody up

# %%
import ctypes, os, time

libc = ctypes.CDLL(None)
file = os.open("dirty", os.O_RDWR | os.O_CREAT)
for _ in range(40):
    if os.fork() == 0:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            os.pwrite(file, b"x" * 4096, 0)
            os.sync()
            libc.syncfs(file)
            libc.syscall(324, 1, 0, 0)  # every processor takes part, on x86
        os._exit(0)
for _ in range(40):
    os.wait()
