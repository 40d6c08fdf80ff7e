# An error, always.
#
# sigmoid_gradient: 0
# caught by: all
# says: raised AttributeError

# %% sigmoid_gradient
def sigmoid_gradient(x):
    return x.derivative()
