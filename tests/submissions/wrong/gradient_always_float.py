# Always computes in float32.
#
# sigmoid_gradient: 1.75
# caught by: test_everywhere test_dtypes
# says: dtype

# %% sigmoid_gradient
def sigmoid_gradient(x):
    s = torch.sigmoid(x.detach().float())
    return s * (1 - s)
