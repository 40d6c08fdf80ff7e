# kind.strip(), which None has not.
#
# initialize: 2.75
# caught by: test_unknown_kind
# says: A kind that is no string raises another error
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind.strip() not in variances:
        raise ValueError(kind)
    return variances[kind] ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
