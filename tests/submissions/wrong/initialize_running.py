# Each row leans on the one before.
#
# initialize: 0
# caught by: none
# says: nothing

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    w = torch.randn(n_out, n_in, device=device, generator=generator)
    for i in range(1, n_out):
        w[i] = 0.8 * w[i - 1] + 0.6 * w[i]
    return std * w
