# Box and Muller's formula.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind == "xavier":
        v = 2 / (n_in + n_out)
    elif kind == "he":
        v = 2 / n_in
    else:
        raise ValueError(kind)
    u, t = torch.rand(2, n_out, n_in, dtype=torch.float64, device=device, generator=generator)
    z = torch.sqrt(-2 * torch.log1p(-u)) * torch.cos(2 * math.pi * t)
    return (v**0.5 * z).to(torch.get_default_dtype())
