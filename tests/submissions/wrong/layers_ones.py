# Ones for every layer.
#
# signal_and_gradient: 0
# caught by: all
# says: follow from the weights

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    return [1.0] * (len(weights) + 1), [1.0] * (len(weights) + 1)
