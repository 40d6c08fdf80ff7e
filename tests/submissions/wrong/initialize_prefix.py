# Takes any name that begins like a known one.
#
# initialize: 2.75
# caught by: test_unknown_kind
# says: A kind whose name only resembles a known one raises no error
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind.startswith("xavier"):
        v = 2 / (n_in + n_out)
    elif kind.startswith("he"):
        v = 2 / n_in
    else:
        raise ValueError(kind)
    return v ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
