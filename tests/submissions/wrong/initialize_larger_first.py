# The first rows are larger.
#
# initialize: 1
# caught by: test_xavier test_he test_normal test_independent
# says: The variance of the weights is wrong

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    w = torch.randn(n_out, n_in, device=device, generator=generator)
    slope = torch.linspace(1.3, 0.57, n_out, device=device)[:, None] if n_out > 1 else 1
    return std * w * slope
