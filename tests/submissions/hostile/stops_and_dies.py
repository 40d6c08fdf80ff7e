# Stops, kills and crashes its own kernel in each call, in another way each time.
#
# must: cost only the calls, and be no fault of the grader's

# %%
import ctypes, os, signal, sys

state = os.environ["HOME"] + "/count"


# %% multiply_all
def multiply_all(M, factors):
    os.kill(os.getpid(), signal.SIGSTOP)
    ctypes.string_at(0)


# %% sigmoid_gradient
def sigmoid_gradient(x):
    if x.numel() == 1:
        os.abort()
    if x.dim() > 1:
        sys.setrecursionlimit(10**9)
        bottomless = lambda value: bottomless([value])
        return bottomless(x)
    os._exit(0)
