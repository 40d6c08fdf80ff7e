# Switches autograd on where it works, and off again.
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
def sigmoid_gradient(x):
    with torch.set_grad_enabled(True):
        leaf = x.detach().clone().requires_grad_()
        torch.sigmoid(leaf).backward(gradient=torch.ones_like(leaf))
    return leaf.grad.clone()
