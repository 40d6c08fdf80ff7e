# Sets the default dtype, and leaves it so.
#
# initialize: 2.5
# caught by: test_form
# says: The weights must be of torch's default dtype, which is float32 at first
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    torch.set_default_dtype(torch.float64)
    return std * torch.randn(n_out, n_in, device=device, generator=generator)
