# Warns a hundred thousand times, each time in another way, as errors, with sources of megabytes.
#
# must: cost no more than other output

# %%
import logging, sys, warnings

for n in range(20_000):
    warnings.warn(f"number {n}\x1b[2J" + "!" * 20, category=type(f"Warning{n}", (UserWarning,), {}))

# %%
warnings.simplefilter("error")
for n in range(20_000):
    logging.error("\r%d" % n)
sys.stderr.write("\x1b[1A\x1b[2K" * 50_000)
warnings.showwarning = lambda *args, **kwargs: print("x" * 1000, file=sys.__stderr__)
warnings.warn_explicit("x" * 1_000_000, UserWarning, "/etc/passwd", 1)


# %% sigmoid_gradient
def sigmoid_gradient(x):
    for n in range(1_000):
        warnings.warn(str(n) * 100)
    return None
