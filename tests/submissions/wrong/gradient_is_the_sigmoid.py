# Returns the sigmoid itself.
#
# sigmoid_gradient: 1.25
# caught by: test_peak test_everywhere test_extremes
# says: not its derivative

# %% sigmoid_gradient
def sigmoid_gradient(x):
    return torch.sigmoid(x.detach())
