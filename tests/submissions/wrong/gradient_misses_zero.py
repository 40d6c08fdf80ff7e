# Treats x > 0 and x < 0 apart, and forgets x = 0.
#
# sigmoid_gradient: 2.5
# caught by: test_peak
# says: At 0

# %% sigmoid_gradient
def sigmoid_gradient(x):
    x = x.detach()
    gradient = torch.zeros_like(x)
    for side in (x > 0, x < 0):
        s = torch.sigmoid(x[side])
        gradient[side] = s * (1 - s)
    return gradient
