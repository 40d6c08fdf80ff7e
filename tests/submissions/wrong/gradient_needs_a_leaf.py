# Works on x and puts everything back, which only a leaf allows.
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
def sigmoid_gradient(x):
    required, old = x.requires_grad, x.grad
    x.requires_grad_(True)
    x.grad = None
    torch.sigmoid(x).backward(torch.ones_like(x))
    slopes, x.grad = x.grad, old
    x.requires_grad_(required)
    return slopes
