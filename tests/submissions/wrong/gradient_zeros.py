# Zeros everywhere.
#
# sigmoid_gradient: 0
# caught by: all
# says: varies near 0

# %% sigmoid_gradient
def sigmoid_gradient(x):
    return torch.zeros_like(x.detach())
