# Puts links to another socket in the places of its own, so that the grader connects to that.
#
# must: bring the grader to talk to nobody else

# %%
import os, time
from pathlib import Path

import zmq

kernel = get_ipython().kernel
for socket in sorted({Path(f"{os.environ['HOME']}/../sockets/socket-{i}") for i in range(1, 6)}):
    attempt(f"{socket.name} replaced", lambda: [socket.unlink(), os.symlink("@SOCKET@", socket)] and 1 / 0)
    attempt(f"{socket.name} moved", lambda: [os.rename(socket, f"{socket}-"), os.symlink("@SOCKET@", socket)] and 1 / 0)
kernel.iopub_thread.socket.disable_monitor()
for stream in (kernel.control_stream, kernel.shell_stream):
    stream.socket.close(0)
time.sleep(2)
