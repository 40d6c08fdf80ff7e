# Begins an answer and never ends it: one drips byte by byte, one is nested too deeply to be read.
#
# must: end in time

# %%
import struct, time


# %% sigmoid_gradient
def sigmoid_gradient(x):
    channel().sendall(struct.pack("!II", 1000, 0))
    while True:
        channel().sendall(b" ")
        time.sleep(0.1)


# %% multiply_all
def multiply_all(M, factors):
    channel().sendall(struct.pack("!II", 10**6, 0) + b"[" * 10**6)
    return M
