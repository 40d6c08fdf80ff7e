# Takes the derivative of tanh.
#
# sigmoid_gradient: 1.5
# caught by: test_peak test_everywhere
# says: tanh

# %% sigmoid_gradient
def sigmoid_gradient(x):
    return 1 - torch.tanh(x.detach()) ** 2
