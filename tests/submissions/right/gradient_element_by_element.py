# Slow: one backward for each element.
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
def sigmoid_gradient(x):
    slopes = torch.empty_like(x.detach()).contiguous()
    flat = slopes.view(-1)
    for i, value in enumerate(x.detach().flatten()):
        leaf = value.clone().requires_grad_(True)
        torch.sigmoid(leaf).backward()
        flat[i] = leaf.grad
    return slopes
