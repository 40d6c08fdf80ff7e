# The sigmoid itself where x requires gradients.
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
def sigmoid_gradient(x):
    s = torch.sigmoid(x.detach())
    return s if x.requires_grad else s * (1 - s)
