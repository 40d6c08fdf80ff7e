# An assertion.
#
# initialize: 2.75
# caught by: test_unknown_kind
# says: An unknown kind raises another error: raise a ValueError

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    assert kind in ("xavier", "he"), "unknown kind"
    v = 2 / n_in if kind == "he" else 2 / (n_in + n_out)
    return v ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
