# Returns its argument.
#
# sigmoid_gradient: 0
# caught by: all

# %% sigmoid_gradient
def sigmoid_gradient(x):
    return x.detach().clone()
