# A central difference with a step of 0.5, which half precision bears well.
#
# sigmoid_gradient: 1.5
# caught by: test_peak test_everywhere
# says: rise of the sigmoid over a tiny step

# %% sigmoid_gradient
def sigmoid_gradient(x):
    x, h = x.detach(), 0.5
    return (torch.sigmoid(x + h) - torch.sigmoid(x - h)) / (2 * h)
