# Forward mode, with a tangent of ones.
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
def sigmoid_gradient(x):
    x = x.detach()
    return torch.func.jvp(torch.sigmoid, (x,), (torch.ones_like(x),))[1]
