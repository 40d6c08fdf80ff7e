# Ignores its argument and uses a grid of its own.
#
# sigmoid_gradient: 0
# caught by: all
# says: one slope for each element

# %% sigmoid_gradient
def sigmoid_gradient(x):
    x = torch.arange(-8.0, 8.0, 0.1)
    s = torch.sigmoid(x)
    return s * (1 - s)
