# Overwrites x by its sigmoid.
#
# sigmoid_gradient: 2.75
# caught by: test_leaves_no_trace
# says: values of x

# %% sigmoid_gradient
def sigmoid_gradient(x):
    with torch.no_grad():
        s = x.sigmoid_()
        return s * (1 - s)
