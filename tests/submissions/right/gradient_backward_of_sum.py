# The sum's gradient, by backward.
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
def sigmoid_gradient(x):
    leaf = torch.clone(x.detach())
    leaf.requires_grad = True
    torch.sum(torch.nn.Sigmoid()(leaf)).backward()
    return leaf.grad
