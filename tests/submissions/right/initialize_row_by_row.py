# Draws a row for each unit.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind == "xavier":
        spread = (2 / (n_in + n_out)) ** 0.5
    elif kind == "he":
        spread = (2 / n_in) ** 0.5
    else:
        raise ValueError("kind")
    return torch.stack([spread * torch.randn(n_in, device=device, generator=generator) for _ in range(n_out)])
