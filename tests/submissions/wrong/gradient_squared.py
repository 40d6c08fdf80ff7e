# Squares the sigmoid.
#
# sigmoid_gradient: 1.25
# caught by: test_everywhere test_extremes test_peak
# says: rise

# %% sigmoid_gradient
def sigmoid_gradient(x):
    return torch.sigmoid(x.detach()) ** 2
