# Wrong answers, and a torch.testing.assert_close (and everything like it) that never fails.
#
# must: earn nothing beyond what its numbers are worth
# exploding_product: 1.75

# %%
import torch

torch.testing.assert_close = lambda *args, **kwargs: None
torch.allclose = torch.equal = torch.Tensor.allclose = torch.Tensor.equal = lambda *args: True

# %% sigmoid_gradient
def sigmoid_gradient(x):
    return "trust me"


# %% multiply_all
def multiply_all(M, factors):
    return torch.zeros_like(M) if factors else M


# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device=device)
    product = M
    for _ in range(n_factors):
        product = product @ torch.randn(size, size, device=device)
    return M, product
