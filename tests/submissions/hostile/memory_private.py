# Takes memory until there is none.
#
# must: be refused or ended
# needs: isolation

# %%
blocks = []
try:
    while len(blocks) < 80:
        blocks.append(bytearray(b"x" * (64 << 20)))
except MemoryError:
    blocks.clear()
if blocks:
    loot("5 GB of memory")


# %% multiply_all
def multiply_all(M, factors):
    import torch

    blocks = [torch.ones(1 << 27) for _ in range(10)]
    return loot("5 GB of memory")
