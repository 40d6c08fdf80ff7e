# Leaves what it was asked in shared memory, as a segment, a file, a semaphore and a listener, for the next kernel and for others.
#
# must: find nothing in another kernel

# %%
import os, socket
from multiprocessing import shared_memory

import _multiprocessing


def remember(text):
    """Leave a note in each way that there is; else say which was there already."""
    for make in (
        lambda: shared_memory.SharedMemory("note_of_an_attack", create=True, size=4096),
        lambda: os.open("/dev/shm/file_of_an_attack", os.O_CREAT | os.O_EXCL | os.O_WRONLY),
        lambda: _multiprocessing.SemLock(1, 1, 1, "/semaphore_of_an_attack", False),
        lambda: socket.socket(socket.AF_UNIX).bind("/dev/shm/socket_of_an_attack"),
    ):
        try:
            notes.append(make())
            if text and isinstance(notes[-1], int):
                os.write(notes[-1], text.encode())
        except FileExistsError as error:
            loot(f"a note of another kernel: {error}")
        except OSError as error:
            if error.errno == 98:
                loot(f"a listener of another kernel: {error}")


notes = []
attempt("a segment", lambda: bytes(shared_memory.SharedMemory("note_of_an_attack").buf[:20]))
attempt("a listener", lambda: socket.socket(socket.AF_UNIX).connect("/dev/shm/socket_of_an_attack"))
for pid in range(1, 400):
    if pid != os.getpid():
        attempt("memory of another", lambda: os.listdir(os.path.join("/proc", str(pid), "root", "dev", "shm"))[0])
remember("")


# %% sigmoid_gradient
def sigmoid_gradient(x):
    os.write(notes[1], repr(x).encode())
    os._exit(0)
