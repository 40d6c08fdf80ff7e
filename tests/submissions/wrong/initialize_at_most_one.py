# No variance above 1.
#
# initialize: 2.25
# caught by: test_he
# says: The variance is right for some sizes only
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    v = {"xavier": 2 / (n_in + n_out), "he": min(1.0, 2 / n_in)}
    if kind not in v:
        raise ValueError(kind)
    return v[kind] ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
