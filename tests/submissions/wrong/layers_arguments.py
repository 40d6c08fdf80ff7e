# The arguments.
#
# signal_and_gradient: 0
# caught by: all
# says: must hold numbers

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    return x, gradient
