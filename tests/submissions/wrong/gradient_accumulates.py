# Reuses one leaf for all calls of a length, so gradients add up.
#
# sigmoid_gradient: 0.5
# caught by: test_dtypes test_everywhere test_peak test_shapes test_with_gradients
# says: Compare a few values with the rise of the sigmoid over a tiny step

# %%
leaves = {}

# %% sigmoid_gradient
def sigmoid_gradient(x):
    leaf = leaves.setdefault((x.shape, x.dtype), x.detach().clone().requires_grad_(True))
    with torch.no_grad():
        leaf.copy_(x)
    torch.sigmoid(leaf).backward(torch.ones_like(leaf))
    return leaf.grad.clone()
