# Takes any name that is part of a known one.
#
# initialize: 2.75
# caught by: test_unknown_kind
# says: An unknown kind raises no error: raise a ValueError
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind in "xavier":
        v = 2 / (n_in + n_out)
    elif kind in "he":
        v = 2 / n_in
    else:
        raise ValueError(kind)
    return v ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
