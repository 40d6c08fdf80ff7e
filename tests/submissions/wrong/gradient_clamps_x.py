# Clamps x in place to +-80, so a far x is changed.
#
# sigmoid_gradient: 2.75
# caught by: test_leaves_no_trace
# says: The values of x have changed
# visible check passes: sigmoid_gradient

# %% sigmoid_gradient
def sigmoid_gradient(x):
    z = x.detach()
    z.clamp_(-80, 80)
    s = torch.sigmoid(z)
    return s * (1 - s)
