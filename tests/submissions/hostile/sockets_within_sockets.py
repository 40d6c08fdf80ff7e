# Sends sockets over each other and closes them, so that Linux must look for those that nobody can reach.
#
# must: hold nobody up

# %%
import socket, time

end = time.monotonic() + 20
rounds = 0
while time.monotonic() < end:
    try:
        pairs = [socket.socketpair() for _ in range(200)]
        for (one, _), (other, away) in zip(pairs, pairs[1:] + pairs[:1]):
            socket.send_fds(one, [b"x"], [other.fileno(), away.fileno()])
        rounds += 1
    except OSError:
        time.sleep(0.1)
    pairs = []
print(rounds)
