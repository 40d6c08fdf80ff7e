# Switches gradients off before it asks for one.
#
# sigmoid_gradient: 0
# caught by: all
# says: RuntimeError

# %% sigmoid_gradient
def sigmoid_gradient(x):
    with torch.no_grad():
        x = x.detach().clone().requires_grad_(True)
        y = torch.sigmoid(x)
        y.backward(torch.ones_like(x))
    return x.grad
