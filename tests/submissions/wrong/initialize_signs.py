# Plus or minus the deviation.
#
# initialize: 2.5
# caught by: test_normal test_independent
# says: The weights are not normal: torch.randn draws normal numbers
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    return std * torch.randn(n_out, n_in, device=device, generator=generator).sign()
