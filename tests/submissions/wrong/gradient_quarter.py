# A quarter everywhere, which is right at one place.
#
# sigmoid_gradient: 0
# caught by: all
# says: The slope must be smaller beside 0 than at 0

# %% sigmoid_gradient
def sigmoid_gradient(x):
    return torch.full_like(x.detach(), 0.25)
