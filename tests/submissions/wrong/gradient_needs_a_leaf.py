# Works on x and puts everything back, which only a leaf allows.
#
# sigmoid_gradient: 2.75
# caught by: test_with_gradients
# says: it gives None
# visible check passes: sigmoid_gradient

# %% sigmoid_gradient
def sigmoid_gradient(x):
    required, old = x.requires_grad, x.grad
    x.requires_grad_(True)
    x.grad = None
    torch.sigmoid(x).backward(torch.ones_like(x))
    slopes, x.grad = x.grad, old
    x.requires_grad_(required)
    return slopes
