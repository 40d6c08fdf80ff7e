# The second derivative of softplus, by double backward.
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
import torch.nn.functional as F

def sigmoid_gradient(x):
    z = x.detach().clone().requires_grad_()
    (first,) = torch.autograd.grad(-F.logsigmoid(-z).sum(), z, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), z)
    return second
