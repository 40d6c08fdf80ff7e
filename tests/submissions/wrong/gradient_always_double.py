# Always answers in float64.
#
# sigmoid_gradient: 2.75
# caught by: test_dtypes
# says: dtype

# %% sigmoid_gradient
def sigmoid_gradient(x):
    s = torch.sigmoid(x.detach().double())
    return s * (1 - s)
