# Differentiates through |x|, whose slope at 0 is taken to be 0.
#
# sigmoid_gradient: 2.5
# caught by: test_peak
# says: At 0

# %% sigmoid_gradient
def sigmoid_gradient(x):
    leaf = x.detach().clone().requires_grad_(True)
    right = 1 / (1 + torch.exp(-leaf.abs()))
    torch.where(leaf >= 0, right, 1 - right).sum().backward()
    return leaf.grad
