# A number becomes a tensor with an axis.
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
def sigmoid_gradient(x):
    s = torch.sigmoid(torch.atleast_1d(x.detach()))
    return s * (1 - s)
