# Loses axes of length one.
#
# initialize: 2.5
# caught by: test_form
# says: The shape must be (n_out, n_in): a row for each unit
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    return (std * torch.randn(n_out, n_in, device=device, generator=generator)).squeeze()
