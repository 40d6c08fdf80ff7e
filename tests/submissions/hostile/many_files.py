# Makes files until the file system has no more of them.
#
# must: be ended
# needs: isolation

# %%
import os

for number in range(500_000):
    os.close(os.open(f"{number}", os.O_CREAT | os.O_WRONLY))
loot("half a million files")


# %% multiply_all
def multiply_all(M, factors):
    for number in range(500_000):
        os.mkdir(f"{number}")
