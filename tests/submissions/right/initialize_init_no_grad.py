# torch.nn.init on a parameter's data.
#
# initialize: 3

# %% initialize
from torch import nn

def initialize(kind, n_in, n_out, device=None, generator=None):
    layer = nn.Linear(n_in, n_out, bias=False, device=device)
    if kind == "xavier":
        nn.init.xavier_normal_(layer.weight, generator=generator)
    elif kind == "he":
        nn.init.kaiming_normal_(layer.weight, mode="fan_in", nonlinearity="relu", generator=generator)
    else:
        raise ValueError(kind)
    return layer.weight.data
