# Takes shared memory, and lets go of the pages without giving them back.
#
# must: be ended
# needs: isolation

# %%
import mmap, time

size, blocks = 64 << 20, []
for _ in range(80):
    block = mmap.mmap(-1, size)
    for at in range(0, size, 1 << 20):
        block[at : at + (1 << 20)] = b"x" * (1 << 20)
    block.madvise(mmap.MADV_DONTNEED)
    blocks.append(block)
    time.sleep(0.02)
if all(block[-1] == 120 for block in blocks):
    loot("5 GB of shared memory")
