# Takes the gradient of the mean in place of the sum.
#
# sigmoid_gradient: 2
# caught by: test_everywhere
# says: rise of the sigmoid

# %% sigmoid_gradient
def sigmoid_gradient(x):
    x = x.detach().clone().requires_grad_(True)
    torch.sigmoid(x).mean().backward()
    return x.grad
