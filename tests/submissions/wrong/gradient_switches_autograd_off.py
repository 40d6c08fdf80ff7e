# Switches autograd off for good.
#
# sigmoid_gradient: 2.75
# caught by: test_leaves_no_trace
# says: Autograd is no longer as it was
# visible check passes: sigmoid_gradient

# %% sigmoid_gradient
def sigmoid_gradient(x):
    torch.set_grad_enabled(True)
    leaf = x.detach().clone().requires_grad_(True)
    torch.sigmoid(leaf).sum().backward()
    torch.set_grad_enabled(False)
    return leaf.grad
