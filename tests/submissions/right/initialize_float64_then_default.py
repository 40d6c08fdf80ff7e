# Draws in double precision, and gives the default dtype.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind not in {"xavier", "he"}:
        raise ValueError("unknown kind")
    v = 2 / n_in if kind == "he" else 2 / (n_in + n_out)
    z = torch.randn(n_out, n_in, dtype=torch.float64, device=device, generator=generator)
    return (z * v**0.5).to(torch.get_default_dtype())
