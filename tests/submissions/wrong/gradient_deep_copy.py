# A deep copy takes x.grad along, to which the slopes are added.
#
# sigmoid_gradient: 2.75
# caught by: test_with_gradients
# says: where x requires gradients
# visible check passes: sigmoid_gradient

# %% sigmoid_gradient
import copy

def sigmoid_gradient(x):
    leaf = copy.deepcopy(x.detach() if not x.is_leaf else x)
    leaf.requires_grad_(True)
    torch.sigmoid(leaf).backward(torch.ones_like(leaf))
    return leaf.grad
