# A KeyError.
#
# initialize: 2.75
# caught by: test_unknown_kind
# says: raise a ValueError

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variance = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}[kind]
    return variance**0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
