# Takes the huge pages of the machine, of which it has a number for all, and which no process's memory shows.
#
# must: be refused

# %%
import mmap

for size in (0, 21 << 26, 30 << 26):
    attempt("a huge page", lambda: mmap.mmap(-1, 1 << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000 | size))
