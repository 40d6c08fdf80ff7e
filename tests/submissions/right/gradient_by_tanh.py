# By way of tanh(x / 2).
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
def sigmoid_gradient(x):
    return ((1 - torch.tanh(x.detach() / 2) ** 2) / 4)
