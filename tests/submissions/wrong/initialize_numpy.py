# An array of NumPy's.
#
# initialize: 0
# caught by: all
# says: The result is not a torch.Tensor

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    return (std * torch.randn(n_out, n_in, device=device, generator=generator)).numpy()
