# Locks memory, which Linux then keeps from everybody, as much as it can in many processes.
#
# must: be refused more than a megabyte

# %%
import ctypes, mmap, os, resource

libc = ctypes.CDLL(None, use_errno=True)
libc.mlock.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
memory = mmap.mmap(-1, 256 << 20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
locked = 0
while locked < 256 << 20 and libc.mlock(start + locked, 1 << 16) == 0:
    locked += 1 << 16
if locked > 2 << 20:
    loot(f"{locked >> 20} MB of locked memory")
attempt("all of it", lambda: 1 / (libc.mlockall(3) == 0))
attempt("a higher limit", lambda: resource.setrlimit(resource.RLIMIT_MEMLOCK, (1 << 30, 1 << 30)))
