# Drops axes of length 1.
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
def sigmoid_gradient(x):
    s = torch.sigmoid(x.detach())
    g = s * (1 - s)
    return g.squeeze() if g.dim() > 1 else g
