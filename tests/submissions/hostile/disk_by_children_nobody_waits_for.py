# Has children write, whose end nobody notices, to files with a name, without one, and sent away.
#
# must: find the disk full, or be ended
# needs: isolation

# %%
import os, signal, socket

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
here, there = socket.socketpair()
written = 0


def write_in_child(number):
    """Write 100 MB by a process that ends at once, to an open file."""
    global written
    ended = os.pipe()
    if os.fork() == 0:
        for _ in range(100):
            os.write(number, b"x" * (1 << 20))
        os.write(ended[1], b"done")
        os._exit(0)
    os.close(ended[1])
    written += len(os.read(ended[0], 4)) == 4
    os.close(ended[0])


for turn in range(18):
    name = f"flood{turn}"
    number = os.open(name, os.O_CREAT | os.O_RDWR)
    if turn % 3:
        os.unlink(name)
    write_in_child(number)
    if turn % 3 == 2:
        socket.send_fds(here, [b"x"], [number])
        os.close(number)
if written > 11:
    loot(f"{written * 100} MB of disk")
