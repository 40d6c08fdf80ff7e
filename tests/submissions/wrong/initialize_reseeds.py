# torch.seed() first.
#
# initialize: 2.75
# caught by: test_generator
# says: torch's own seed has changed
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    torch.seed()
    return std * torch.randn(n_out, n_in, device=device, generator=generator)
