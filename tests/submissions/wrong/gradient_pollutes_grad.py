# Differentiates with respect to the caller's own x.
#
# sigmoid_gradient: 2.5
# caught by: test_with_gradients test_leaves_no_trace
# says: work on a copy

# %% sigmoid_gradient
def sigmoid_gradient(x):
    x.requires_grad_(True)
    torch.sigmoid(x).backward(torch.ones_like(x))
    return x.grad.clone()
