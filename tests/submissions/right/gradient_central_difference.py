# A careful central difference in float64, rounded back to the dtype of x.
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
def sigmoid_gradient(x):
    wide, h = x.detach().double(), 1e-5
    return ((torch.sigmoid(wide + h) - torch.sigmoid(wide - h)) / (2 * h)).to(x.dtype)
