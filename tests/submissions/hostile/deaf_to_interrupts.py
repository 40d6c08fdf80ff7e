# Runs without end, and ignores or blocks every signal that could interrupt it.
#
# must: be ended in time

# %%
import signal

signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
for number in signal.valid_signals():
    try:
        signal.signal(number, lambda *args: None)
    except (OSError, ValueError):
        pass
while True:
    try:
        while True:
            pass
    except BaseException:
        pass


# %% multiply_all
def multiply_all(M, factors):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
