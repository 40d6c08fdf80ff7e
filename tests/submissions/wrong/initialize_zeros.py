# Zeros.
#
# initialize: 0
# caught by: all
# says: smaller in wider layers

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    return torch.zeros(n_out, n_in, device=device)
