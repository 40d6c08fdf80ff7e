# Drops axes of length 1.
#
# sigmoid_gradient: 2.5
# caught by: test_shapes
# says: the shape of x
# visible check passes: sigmoid_gradient

# %% sigmoid_gradient
def sigmoid_gradient(x):
    s = torch.sigmoid(x.detach())
    g = s * (1 - s)
    return g.squeeze() if g.dim() > 1 else g
