# Forks in a call, and has parent and children answer it, earlier and later ones, all at once.
#
# must: earn what it answers, spoil nobody else, and leave nothing
# sigmoid_gradient: 3
# multiply_all: 2

# %%
import os, time

# %% sigmoid_gradient
def sigmoid_gradient(x):
    for _ in range(3):
        os.fork()
    return torch.sigmoid(x) * (1 - torch.sigmoid(x))

# %% multiply_all
def multiply_all(M, factors):
    if os.fork():
        time.sleep(0.2)
        os._exit(0)
    for factor in factors:
        M = M @ factor
    return M

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    if os.fork() == 0:
        time.sleep(0.3)
        return torch.eye(size), torch.eye(size)
    raise NotImplementedError
