# Draws figures that are empty, infinite, NaN, mislabelled, countless, or that lie about themselves.
#
# must: earn no more than it left right, and be no fault of the grader's
# plot_sigmoid_gradient: 0.25

# %%
import matplotlib.pyplot as plt
import numpy as np

nan = float("nan")


def empty(x):
    plt.figure(figsize=(4.5, 2.5))
    plt.plot([], [], label="sigmoid")
    plt.plot([], [], label="gradient")
    plt.legend()


def boundless(x):
    plt.figure(figsize=(4.5, 2.5))
    plt.plot([nan] * 50, [nan] * 50, label=nan)
    plt.plot([float("inf")] * 50, [1e300] * 50, label="\0")
    plt.legend(title=nan)


def countless(x):
    for _ in range(300):
        plt.plot([0, 1], [nan, 1], label="sigmoid")
    plt.legend()


def lying(x):
    (line,) = plt.plot([0, 1], [0, 1])
    line.get_xydata = lambda: np.zeros((50, 2)) * nan
    line.get_visible = lambda: "yes"
    plt.gca().get_xlim = lambda: (nan, "x")
    plt.gcf().get_size_inches = lambda: (4.5, 2.5, nan)


draws = [empty, boundless, countless, lying, empty]
count = iter(range(-1, 10**6))  # the first is for the picture


# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    draws[next(count) % len(draws)](x)
