# Picks from a pool of a hundred numbers.
#
# initialize: 1.25
# caught by: test_xavier test_he test_independent
# says: The variance of the weights is wrong

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    pool = torch.randn(100, device=device, generator=generator)
    at = torch.randint(100, (n_out, n_in), device=device, generator=generator)
    return std * pool[at]
