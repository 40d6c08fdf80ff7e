# The second half of the rows is the first one's opposite.
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
    half = torch.randn((n_out + 1) // 2, n_in, device=device, generator=generator)
    return std * torch.cat([half, -half])[:n_out]
