# Standardises what was drawn.
#
# initialize: 2.75
# caught by: test_independent
# says: do not take off their mean
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    w = torch.randn(n_out, n_in, device=device, generator=generator)
    return std * (w - w.mean()) / w.std()
