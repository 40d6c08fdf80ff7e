# Everything else is He.
#
# initialize: 2.75
# caught by: test_unknown_kind
# says: An unknown kind raises no error: raise a ValueError

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if not isinstance(kind, str):
        raise ValueError(kind)
    v = 2 / (n_in + n_out) if kind == "xavier" else 2 / n_in
    return v ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
