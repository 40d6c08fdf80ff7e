# A flat draw, seen as a matrix.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variance = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}.get(kind)
    if variance is None:
        raise ValueError(f"kind: {kind}")
    flat = torch.randn(n_out * n_in, device=device, generator=generator)
    return flat.mul(variance**0.5).view(n_out, n_in)
