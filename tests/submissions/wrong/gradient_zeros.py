# Zeros everywhere.
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
def sigmoid_gradient(x):
    return torch.zeros_like(x.detach())
