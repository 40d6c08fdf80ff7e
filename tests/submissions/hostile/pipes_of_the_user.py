# Makes its pipes as large as they can be, of which Linux has a number for all processes of a user.
#
# must: leave others pipes that work

# %%
import fcntl, os, time

kept, pages = [], 0
try:
    while True:
        kept.append(os.pipe())
        try:
            pages += fcntl.fcntl(kept[-1][1], 1031, 1 << 20) >> 12
        except OSError:
            pass
except OSError:
    pass
for _, end in kept:
    os.set_blocking(end, False)
    try:
        while True:
            os.write(end, b"x" * 65536)
    except BlockingIOError:
        pass
time.sleep(3)
print(len(kept), pages)
