# The sum of three uniform numbers.
#
# initialize: 2.75
# caught by: test_normal
# says: The weights are not normal: torch.randn draws normal numbers
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    u = torch.rand(3, n_out, n_in, device=device, generator=generator)
    return std * 2 * (u.sum(0) - 1.5)
