# Multiplies by the variance.
#
# initialize: 1.5
# caught by: test_xavier test_he
# says: square root

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variance = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variance:
        raise ValueError(kind)
    return variance[kind] * torch.randn(n_out, n_in, device=device, generator=generator)
