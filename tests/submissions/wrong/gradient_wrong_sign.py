# Has the factors of the formula the wrong way round.
#
# sigmoid_gradient: 1.5
# caught by: test_peak test_everywhere
# says: sign

# %% sigmoid_gradient
def sigmoid_gradient(x):
    s = torch.sigmoid(x.detach())
    return s * (s - 1)
