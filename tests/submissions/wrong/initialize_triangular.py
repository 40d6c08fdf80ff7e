# The difference of two uniform numbers.
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
    a, b = torch.rand(2, n_out, n_in, device=device, generator=generator)
    return std * 6 ** 0.5 * (a - b)
