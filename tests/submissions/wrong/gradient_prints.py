# Prints the answer in place of returning it.
#
# sigmoid_gradient: 0
# caught by: all
# says: return

# %% sigmoid_gradient
def sigmoid_gradient(x):
    s = torch.sigmoid(x.detach())
    print(s * (1 - s))
