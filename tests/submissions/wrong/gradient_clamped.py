# Clamps x to [-10, 10] to be on the safe side.
#
# sigmoid_gradient: 2.75
# caught by: test_extremes
# says: flat

# %% sigmoid_gradient
def sigmoid_gradient(x):
    s = torch.sigmoid(x.detach().clamp(-10, 10))
    return s * (1 - s)
