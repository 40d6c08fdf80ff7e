# A loop that leaves out the last row.
#
# initialize: 2.75
# caught by: test_independent
# says: Some rows or columns have larger weights than others
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    w = torch.zeros(n_out, n_in, device=device)
    for i in range(max(n_out - 1, 1)):
        w[i] = std * torch.randn(n_in, device=device, generator=generator)
    return w
