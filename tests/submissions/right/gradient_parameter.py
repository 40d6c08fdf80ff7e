# A Parameter as the leaf, and enable_grad to be safe.
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
def sigmoid_gradient(x):
    with torch.enable_grad():
        p = torch.nn.Parameter(x.detach().clone())
        torch.special.expit(p).sum().backward()
    return p.grad.data
