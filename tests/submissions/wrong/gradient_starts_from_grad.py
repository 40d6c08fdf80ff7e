# Adds to the gradient that x has already.
#
# sigmoid_gradient: 2.75
# caught by: test_with_gradients
# says: where x requires gradients
# visible check passes: sigmoid_gradient

# %% sigmoid_gradient
def sigmoid_gradient(x):
    leaf = x.detach().clone().requires_grad_(True)
    if x.is_leaf and x.grad is not None:
        leaf.grad = x.grad.clone()
    torch.sigmoid(leaf).sum().backward()
    return leaf.grad
