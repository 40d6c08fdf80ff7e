# Rounds the normal numbers to two decimals.
#
# initialize: 2.75
# caught by: test_independent
# says: Many weights are of equal size
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    return std * torch.round(torch.randn(n_out, n_in, device=device, generator=generator), decimals=2)
