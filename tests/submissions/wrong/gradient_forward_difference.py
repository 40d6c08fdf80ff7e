# A one-sided difference: too coarse in float64, and noise in float16.
#
# sigmoid_gradient: 1.75
# caught by: test_everywhere test_dtypes
# says: rise of the sigmoid over a tiny step

# %% sigmoid_gradient
def sigmoid_gradient(x):
    x, h = x.detach(), 1e-4
    return (torch.sigmoid(x + h) - torch.sigmoid(x)) / h
