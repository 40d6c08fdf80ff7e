# Returns its argument.
#
# sigmoid_gradient: 0
# caught by: all
# says: varies near 0

# %% sigmoid_gradient
def sigmoid_gradient(x):
    return x.detach().clone()
