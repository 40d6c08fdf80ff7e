# An enumeration, whose own ValueError it is.
#
# initialize: 3

# %% initialize
from enum import Enum

class Kind(Enum):
    XAVIER = "xavier"
    HE = "he"

def initialize(kind, n_in, n_out, device=None, generator=None):
    kind = Kind(kind)
    fan = (n_in + n_out) / 2 if kind is Kind.XAVIER else n_in / 2
    std = 1 / math.sqrt(fan) if kind is Kind.XAVIER else (1 / fan) ** 0.5
    return std * torch.randn(n_out, n_in, device=device, generator=generator)
