# Symmetric where the layer is square.
#
# initialize: 2.75
# caught by: test_independent
# says: Some weights follow from others
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    w = torch.randn(n_out, n_in, device=device, generator=generator)
    return std * (w + w.T) / 2 ** 0.5 if n_in == n_out else std * w
