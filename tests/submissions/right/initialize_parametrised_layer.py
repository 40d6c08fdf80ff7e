# Checks for finite numbers first.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variance = 2 / n_in if kind == "he" else 2 / (n_in + n_out) if kind == "xavier" else None
    if variance is None:
        raise ValueError("kind")
    while True:
        w = torch.randn(n_out, n_in, device=device, generator=generator) * variance**0.5
        if bool(w.isfinite().all()):
            return w
