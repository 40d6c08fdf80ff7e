# Starts the backward pass from ones on the default device.
#
# sigmoid_gradient: 0
# needs: accelerator
# caught by: all
# says: raised RuntimeError
# visible check passes: sigmoid_gradient

# %% sigmoid_gradient
def sigmoid_gradient(x):
    x = x.detach().clone().requires_grad_(True)
    y = torch.sigmoid(x)
    y.backward(torch.ones(x.shape, dtype=x.dtype))
    return x.grad
