# Looks for files that do not exist, each of which Linux remembers, in a folder that all may read and in its own.
#
# must: be ended, or take no memory that others need
# needs: isolation

# %%
import os, time

end = time.monotonic() + 20
asked = 0
while time.monotonic() < end:
    for folder in ("/usr/lib", "."):
        for _ in range(10_000):
            asked += 1
            os.path.exists(f"{folder}/{'x' * 200}{asked}")
print(asked)
