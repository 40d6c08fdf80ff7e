# Gives nan in half precision from 20 on.
#
# sigmoid_gradient: 2.75
# caught by: test_extremes
# says: gives nan
# visible check passes: sigmoid_gradient

# %% sigmoid_gradient
def sigmoid_gradient(x):
    x = x.detach().clamp(-80, 80)
    e = torch.exp(-x)
    return torch.where(x.abs() >= 80, torch.zeros_like(x), e / (1 + e) ** 2)
