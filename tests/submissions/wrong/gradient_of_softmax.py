# Uses the softmax over all elements.
#
# sigmoid_gradient: 1.5
# caught by: test_peak test_everywhere
# says: another function

# %% sigmoid_gradient
def sigmoid_gradient(x):
    s = torch.softmax(x.detach().flatten(), 0).reshape(x.shape)
    return s * (1 - s)
