# He is the default for None.
#
# initialize: 2.75
# caught by: test_unknown_kind
# says: An unknown kind raises no error: raise a ValueError
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    kind = kind or "he"
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    return variances[kind] ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
