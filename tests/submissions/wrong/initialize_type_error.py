# A TypeError.
#
# initialize: 2.75
# caught by: test_unknown_kind
# says: An unknown kind raises another error: raise a ValueError

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise TypeError(kind)
    return variances[kind] ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
