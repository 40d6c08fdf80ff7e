# The sigmoid itself where x requires gradients.
#
# sigmoid_gradient: 2.75
# caught by: test_with_gradients
# says: where x requires gradients

# %% sigmoid_gradient
def sigmoid_gradient(x):
    s = torch.sigmoid(x.detach())
    return s if x.requires_grad else s * (1 - s)
