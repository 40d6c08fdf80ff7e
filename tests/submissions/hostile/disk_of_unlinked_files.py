# Fills the disk with files that it has removed and still holds open.
#
# must: be ended
# needs: isolation

# %%
import os

held = []
for number in range(40):
    held.append(open("flood", "wb"))
    os.unlink("flood")
    try:
        os.posix_fallocate(held[-1].fileno(), 0, 100 << 20)
    except OSError:
        for _ in range(100):
            held[-1].write(b"x" * (1 << 20))
if sum(os.fstat(file.fileno()).st_blocks for file in held) > 3 << 21:
    loot("4 GB of disk")
