# Whole-number division.
#
# initialize: 0
# caught by: none
# says: nothing

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    v = {"xavier": 1 / max(1, (n_in + n_out) // 2), "he": 1 / max(1, n_in // 2)}
    if kind not in v:
        raise ValueError(kind)
    return v[kind] ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
