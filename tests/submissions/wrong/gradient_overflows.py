# The formula with exp, which overflows far out.
#
# sigmoid_gradient: 2.75
# caught by: test_extremes
# says: nan

# %% sigmoid_gradient
def sigmoid_gradient(x):
    e = torch.exp(-x.detach())
    return e / (1 + e) ** 2
