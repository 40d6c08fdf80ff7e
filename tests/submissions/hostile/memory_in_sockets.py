# Leaves data in sockets, in many processes: it is in the memory of none.
#
# must: be ended
# needs: isolation

# %%
import os, socket, time

ready = os.pipe()
for _ in range(16):
    if os.fork() == 0:
        kept, sent = [], 0
        try:
            while True:
                kept.append(socket.socketpair())
                for end in kept[-1]:
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30)
                    end.setblocking(False)
                    try:
                        while True:
                            sent += end.send(b"x" * 100_000)
                    except BlockingIOError:
                        pass
        except OSError:
            pass
        os.write(ready[1], b"%12d" % sent)
        time.sleep(60)
        os._exit(0)
total = sum(int(os.read(ready[0], 12)) for _ in range(16))
time.sleep(3)
if total > 2 << 30:
    loot(f"{total >> 20} MB in sockets")
