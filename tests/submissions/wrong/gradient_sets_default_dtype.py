# Makes float64 the default of all torch.
#
# sigmoid_gradient: 2.75
# caught by: test_leaves_no_trace
# says: A default of torch's is no longer what it was
# visible check passes: sigmoid_gradient

# %% sigmoid_gradient
def sigmoid_gradient(x):
    torch.set_default_dtype(torch.float64)
    s = torch.sigmoid(x.detach())
    return s * (1 - s)
