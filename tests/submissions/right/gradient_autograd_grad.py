# torch.autograd.grad on a detached leaf.
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
def sigmoid_gradient(x):
    leaf = x.detach().requires_grad_(True)
    (gradient,) = torch.autograd.grad(torch.sigmoid(leaf).sum(), leaf)
    return gradient
