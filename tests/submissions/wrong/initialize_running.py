# Each row leans on the one before.
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
    for i in range(1, n_out):
        w[i] = 0.3 * w[i - 1] + 0.954 * w[i]
    return std * w
