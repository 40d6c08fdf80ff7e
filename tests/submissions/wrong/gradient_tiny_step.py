# A central difference with too small a step, 1e-8.
#
# sigmoid_gradient: 2
# caught by: test_everywhere
# says: Compare a few values with the rise of the sigmoid over a tiny step
# visible check passes: sigmoid_gradient

# %% sigmoid_gradient
def sigmoid_gradient(x):
    z, h = x.detach().double(), 1e-8
    return ((torch.sigmoid(z + h) - torch.sigmoid(z - h)) / (2 * h)).to(x.dtype)
