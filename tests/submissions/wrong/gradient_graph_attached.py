# Leaves the result in the graph of x.
#
# sigmoid_gradient: 2.75
# caught by: test_leaves_no_trace
# says: detach

# %% sigmoid_gradient
def sigmoid_gradient(x):
    s = torch.sigmoid(x)
    return s * (1 - s)
