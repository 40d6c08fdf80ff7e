# Writes what it was told into the times at which files and folders of the system were last read.
#
# must: leave no mark that the next kernel could see
# needs: isolation

# %%
import os, sys, time


def files():
    for top in ("/usr", sys.prefix, sys.base_prefix):
        for folder, _, names in os.walk(top):
            yield folder
            yield from (os.path.join(folder, name) for name in names[:3])


def is_marked(path):
    """Whether reading changes the time, which it does once a day and after each change."""
    before = os.stat(path).st_atime_ns
    try:
        os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(1)
        if os.path.islink(path):
            os.readlink(path)
    except OSError:
        return False
    return os.stat(path).st_atime_ns != before


def try_all(seconds):
    end, count = time.time() + seconds, 0
    for path in files():
        try:
            count += is_marked(path)
        except OSError:
            pass
        if time.time() > end:
            break
    if count:
        loot(f"{count} bits in the times of files")


try_all(3)


# %% multiply_all
def multiply_all(M, factors):
    try_all(1)
    os._exit(0)
