# Answers a call with hundreds of answers, each as large as may be, then with sizes beyond that.
#
# must: take no more of the grader's memory than one answer does, and end in time

# %%
import struct


# %% sigmoid_gradient
def sigmoid_gradient(x):
    for _ in range(200):
        channel().sendall(struct.pack("!II", 4, 60 << 20) + b"null" + bytes(60 << 20))
    return x


# %% multiply_all
def multiply_all(M, factors):
    channel().sendall(struct.pack("!II", (1 << 32) - 1, (1 << 32) - 1) + bytes(100 << 20))
    return M
