# Begins an answer and never ends it: one drips byte by byte, one is nested too deeply to be read.
#
# must: end in time

# %%
import struct, sys, time


def line():
    frame = sys._getframe()
    while frame.f_code.co_name != "serve":
        frame = frame.f_back
    return frame.f_locals["line"]


# %% sigmoid_gradient
def sigmoid_gradient(x):
    line().sendall(struct.pack("!II", 1000, 0))
    while True:
        line().sendall(b" ")
        time.sleep(0.1)


# %% multiply_all
def multiply_all(M, factors):
    line().sendall(struct.pack("!II", 10**6, 0) + b"[" * 10**6)
    return M
