# The same row for every second unit.
#
# initialize: 2.75
# caught by: test_independent
# says: Many weights are of equal size
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variance = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variance:
        raise ValueError(kind)
    return variance[kind] ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)[torch.arange(n_out) // 2 * 2 % n_out]
