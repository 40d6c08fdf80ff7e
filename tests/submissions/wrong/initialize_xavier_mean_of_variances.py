# The mean of both variances.
#
# initialize: 2.25
# caught by: test_xavier
# says: variance of the weights is wrong

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variance = {"xavier": (1 / n_in + 1 / n_out) / 2, "he": 2 / n_in}
    if kind not in variance:
        raise ValueError(kind)
    return variance[kind] ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
