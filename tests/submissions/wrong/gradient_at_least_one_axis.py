# A number becomes a tensor with an axis.
#
# sigmoid_gradient: 2.5
# caught by: test_shapes
# says: a tensor with no axis

# %% sigmoid_gradient
def sigmoid_gradient(x):
    s = torch.sigmoid(torch.atleast_1d(x.detach()))
    return s * (1 - s)
