# Prints without end, on every stream, and shows without end.
#
# must: be ended before it fills the grader's memory

# %%
import sys

while True:
    print("flood " * 1000)

# %%
while True:
    sys.stderr.write("flood " * 1000)

# %%
while True:
    display({"text/plain": "flood " * 1000}, raw=True)


# %% multiply_all
def multiply_all(M, factors):
    while True:
        print("flood " * 1000)
