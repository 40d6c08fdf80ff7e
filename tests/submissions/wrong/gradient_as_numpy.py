# Gives back a NumPy array.
#
# sigmoid_gradient: 0
# caught by: all
# says: torch.Tensor

# %% sigmoid_gradient
def sigmoid_gradient(x):
    s = torch.sigmoid(x.detach()).cpu().numpy()
    return s * (1 - s)
