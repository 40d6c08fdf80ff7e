# Keeps its answer for the next x of the same shape and type.
#
# sigmoid_gradient: 1
# caught by: test_everywhere test_peak test_shapes
# says: Compare a few values with the rise of the sigmoid over a tiny step
# visible check passes: sigmoid_gradient

# %% sigmoid_gradient
seen = {}

def sigmoid_gradient(x):
    key = (x.shape, x.dtype)
    if key not in seen:
        s = torch.sigmoid(x.detach())
        seen[key] = s * (1 - s)
    return seen[key].clone()
