# Each row of one length.
#
# initialize: 2.75
# caught by: test_independent
# says: The weights always have one mean square: do not divide by it
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    w = torch.randn(n_out, n_in, device=device, generator=generator)
    return std * n_in ** 0.5 * w / w.norm(dim=1, keepdim=True)
