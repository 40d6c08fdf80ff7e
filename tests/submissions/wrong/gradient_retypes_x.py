# Turns a half-precision or float32 x into float64, in place.
#
# sigmoid_gradient: 2.75
# caught by: test_leaves_no_trace
# says: The shape or the dtype of x has changed

# %% sigmoid_gradient
def sigmoid_gradient(x):
    dtype = x.dtype
    if dtype != torch.float64:
        x.data = x.data.double()
    s = torch.sigmoid(x.detach())
    return (s * (1 - s)).to(dtype)
