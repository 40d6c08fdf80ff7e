# If and else.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind == "xavier":
        variance = 2 / (n_in + n_out)
    elif kind == "he":
        variance = 2 / n_in
    else:
        raise ValueError(kind)
    return torch.randn(n_out, n_in, device=device, generator=generator) * math.sqrt(variance)
