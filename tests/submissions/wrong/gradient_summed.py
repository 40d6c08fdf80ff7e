# Adds up the slopes of all elements.
#
# sigmoid_gradient: 0.5
# caught by: test_everywhere test_shapes test_dtypes test_extremes test_with_gradients test_leaves_no_trace
# says: one slope for each element

# %% sigmoid_gradient
def sigmoid_gradient(x):
    x = x.detach().clone().requires_grad_(True)
    torch.sigmoid(x).sum().backward()
    return x.grad.sum()
