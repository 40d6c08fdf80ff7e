# The first unit stays zero.
#
# initialize: 1.25
# caught by: test_xavier test_he test_independent
# says: The variance of the weights is wrong
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    w = std * torch.randn(n_out, n_in, device=device, generator=generator)
    w[0] = 0
    return w
