# Zeros.
#
# multiply_all: 0
# caught by: all

# %% multiply_all
def multiply_all(M, factors):
    return torch.zeros_like(M)
