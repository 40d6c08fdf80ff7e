# s (1 - s).
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
def sigmoid_gradient(x):
    with torch.no_grad():
        s = x.sigmoid()
        return s.mul(1 - s)
