# Zeros.
#
# multiply_all: 0
# caught by: all
# says: made of the factors

# %% multiply_all
def multiply_all(M, factors):
    return torch.zeros_like(M)
