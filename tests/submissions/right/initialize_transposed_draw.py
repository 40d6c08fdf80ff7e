# Draws the transpose, and turns it.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    spread = {"xavier": (2 / (n_in + n_out)) ** 0.5, "he": (2 / n_in) ** 0.5}.get(kind)
    if spread is None:
        raise ValueError
    return spread * torch.randn(n_in, n_out, device=device, generator=generator).T
