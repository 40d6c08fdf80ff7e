# Squares the sigmoid.
#
# sigmoid_gradient: 1.75
# caught by: test_everywhere test_extremes
# says: rise

# %% sigmoid_gradient
def sigmoid_gradient(x):
    return torch.sigmoid(x.detach()) ** 2
