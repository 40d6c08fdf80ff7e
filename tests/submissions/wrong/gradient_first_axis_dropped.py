# Row vectors lose their first axis.
#
# sigmoid_gradient: 2.5
# caught by: test_shapes
# says: the shape of x
# visible check passes: sigmoid_gradient

# %% sigmoid_gradient
def sigmoid_gradient(x):
    leaf = x.detach().clone().requires_grad_(True)
    y = torch.sigmoid(leaf)
    y.backward(torch.ones_like(leaf))
    return leaf.grad.squeeze(0) if leaf.dim() > 1 else leaf.grad
