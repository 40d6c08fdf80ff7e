# Sends open files over sockets until Linux takes no more of its user, and leaves them there.
#
# must: leave others as many as they need
# needs: isolation

# %%
import os, socket, time

kept = []
try:
    while True:
        here, there = socket.socketpair()
        kept += [here, there]
        for _ in range(3):  # more of them wait for a reader in each socket
            socket.send_fds(here, [b"x"], [0] * 253)
except OSError as error:
    print(error, len(kept))
time.sleep(45)
