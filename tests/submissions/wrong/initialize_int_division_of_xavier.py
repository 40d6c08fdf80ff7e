# Whole-number division in Xavier's mean.
#
# initialize: 2.25
# caught by: test_xavier
# says: The variance is right for some sizes only
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    v = {"xavier": 1 / ((n_in + n_out) // 2), "he": 2 / n_in}
    if kind not in v:
        raise ValueError(kind)
    return v[kind] ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
