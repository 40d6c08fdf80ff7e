# Comes back to the CPU.
#
# sigmoid_gradient: 2.75
# needs: accelerator
# caught by: test_dtypes
# says: stay on the device of x
# visible check passes: sigmoid_gradient

# %% sigmoid_gradient
def sigmoid_gradient(x):
    x = x.detach().cpu().clone().requires_grad_(True)
    y = torch.sigmoid(x)
    y.backward(torch.ones_like(x))
    return x.grad
