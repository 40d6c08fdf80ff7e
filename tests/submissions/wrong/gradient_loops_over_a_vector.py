# Loops over x as if it were a list of numbers.
#
# sigmoid_gradient: 2.5
# caught by: test_shapes
# says: raised RuntimeError

# %% sigmoid_gradient
def sigmoid_gradient(x):
    slopes = []
    for value in x.detach():
        value = value.clone().requires_grad_(True)
        torch.sigmoid(value).backward()
        slopes.append(value.grad)
    return torch.stack(slopes)
