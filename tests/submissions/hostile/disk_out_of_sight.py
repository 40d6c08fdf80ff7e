# Fills the disk in folders that cannot be listed, or whose paths are longer than a path can be.
#
# must: be ended
# needs: isolation

# %%
import os

dark = os.path.abspath("dark")
os.mkdir(dark, 0o300)
for _ in range(60):
    os.mkdir("d" * 200)
    os.chdir("d" * 200)
for folder in (".", dark):
    for number in range(20):
        with open(f"{folder}/flood{number}", "wb") as file:
            for _ in range(100):
                file.write(b"x" * (1 << 20))
loot("4 GB of disk")
