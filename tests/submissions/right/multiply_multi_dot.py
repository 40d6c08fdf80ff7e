# torch.linalg.multi_dot, which chooses the order of the products.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    return torch.linalg.multi_dot([M] + factors) if factors else M.clone()
