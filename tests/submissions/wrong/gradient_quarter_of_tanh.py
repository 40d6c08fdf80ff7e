# Takes tanh's derivative and scales it to have the right peak.
#
# sigmoid_gradient: 2
# caught by: test_everywhere
# says: rise of the sigmoid

# %% sigmoid_gradient
def sigmoid_gradient(x):
    return (1 - torch.tanh(x.detach()) ** 2) / 4
