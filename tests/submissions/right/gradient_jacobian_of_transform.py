# The log-determinant of a transform's Jacobian.
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
from torch.distributions.transforms import SigmoidTransform

def sigmoid_gradient(x):
    t = SigmoidTransform()
    z = x.detach()
    return t.log_abs_det_jacobian(z, t(z)).exp()
