# Makes its arguments into something else: other shapes, types, lengths, values and gradients.
#
# must: earn no more than it left right, and be no fault of the grader's

# %%
import gc

import torch

others = [
    lambda x: torch.zeros(0), lambda x: torch.zeros(()), lambda x: x.int(), lambda x: x.to(torch.complex64),
    lambda x: x * float("nan"), lambda x: torch.zeros(3, 1, 3), lambda x: x > 0, lambda x: x.half(),
]
count = iter(range(10**6))


def change(x):
    x.detach().data.set_(torch.zeros_like(x)) if next(count) % 2 else None
    x.data = others[next(count) % len(others)](x.data)


# %% sigmoid_gradient
def sigmoid_gradient(x):
    change(x)
    return x


# %% multiply_all
def multiply_all(M, factors):
    change(M)
    factors[:] = [None, "x", M, [M]][: next(count) % 5]
    return M


# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    change(x)
    d2l.plt.plot([0, 1], [0, 1])
