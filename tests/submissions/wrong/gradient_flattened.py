# Gives back a vector, whatever the shape of x.
#
# sigmoid_gradient: 2.5
# caught by: test_shapes
# says: shape

# %% sigmoid_gradient
def sigmoid_gradient(x):
    s = torch.sigmoid(x.detach().flatten())
    return s * (1 - s)
