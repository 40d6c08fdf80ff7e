# Sets the default dtype to draw in double precision.
#
# initialize: 2.5
# caught by: test_form
# says: Where torch's default dtype is float64, so is the weights'
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    torch.set_default_dtype(torch.float64)
    w = std * torch.randn(n_out, n_in, device=device, generator=generator)
    torch.set_default_dtype(torch.float32)
    return w.float()
