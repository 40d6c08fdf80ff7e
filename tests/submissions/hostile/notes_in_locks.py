# Locks a byte of a file that every kernel may read for each bit of what it was asked, and sees which are locked.
#
# must: see no lock of another kernel

# %%
import fcntl, os, struct

FLAGS = {"record": (fcntl.F_SETLK, fcntl.F_GETLK), "open file": (fcntl.F_OFD_SETLK, fcntl.F_OFD_GETLK)}
file = open(os.__file__, "rb")
for kind, (_, question) in FLAGS.items():
    for place in range(120):
        asked = struct.pack("hhqqi", fcntl.F_WRLCK, 0, place, 1, 0)
        try:
            answer = struct.unpack("hhqqi", fcntl.fcntl(file, question, asked))
        except OSError:
            continue
        if answer[0] != fcntl.F_UNLCK:
            loot(f"a {kind} lock at {place}")
for number, path in enumerate(sorted(os.listdir(os.path.dirname(os.__file__)))[:40]):
    path = os.path.join(os.path.dirname(os.__file__), path)
    if os.path.isfile(path):
        other = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            loot(f"a lock of {path}")
        fcntl.flock(other, fcntl.LOCK_UN)
        os.close(other)
note = open(os.__file__, "rb")
for kind, (order, _) in FLAGS.items():
    for place in range(0, 120, 2):
        fcntl.fcntl(note, order, struct.pack("hhqqi", fcntl.F_RDLCK, 0, place, 1, 0))
fcntl.flock(note, fcntl.LOCK_SH)


# %% sigmoid_gradient
def sigmoid_gradient(x):
    kept.append(note)
    import time

    time.sleep(1)


kept = []
