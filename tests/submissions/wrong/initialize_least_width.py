# Takes at least ten inputs for granted.
#
# initialize: 1.5
# caught by: test_xavier test_he
# says: The variance is right for some sizes only
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    n = max(n_in, 10)
    v = {"xavier": 2 / (n + n_out), "he": 2 / n}
    if kind not in v:
        raise ValueError(kind)
    return v[kind] ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
