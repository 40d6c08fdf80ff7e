# The product of a random column and a random row.
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
    column = torch.randn(n_out, 1, device=device, generator=generator)
    row = torch.randn(1, n_in, device=device, generator=generator)
    return std * column @ row
