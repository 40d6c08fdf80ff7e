# Works on a clone that is not cut off from x.
#
# sigmoid_gradient: 2.5
# caught by: test_with_gradients test_leaves_no_trace
# says: x.detach().clone()

# %% sigmoid_gradient
def sigmoid_gradient(x):
    x = x.clone().requires_grad_(True)
    y = torch.sigmoid(x)
    y.backward(torch.ones_like(x))
    return x.grad
