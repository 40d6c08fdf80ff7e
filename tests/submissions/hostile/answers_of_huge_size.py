# Answers a size of 16 with matrices of 3000 rows, and ten numbers with millions.
#
# must: have its answers refused before anybody computes with them
# needs: isolation

# %% sigmoid_gradient
def sigmoid_gradient(x):
    return torch.zeros(3_000_000, dtype=x.dtype)

# %% multiply_all
def multiply_all(M, factors):
    return torch.randn(2000, 2000, dtype=M.dtype)

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(3000, 3000, device=device, generator=generator)
    return M, M @ torch.randn(3000, 3000, device=device, generator=generator)
