# Whole-number division.
#
# initialize: 1.5
# caught by: test_xavier test_he
# says: The variance is right for some sizes only
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    v = {"xavier": 1 / max(1, (n_in + n_out) // 2), "he": 1 / max(1, n_in // 2)}
    if kind not in v:
        raise ValueError(kind)
    return v[kind] ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
