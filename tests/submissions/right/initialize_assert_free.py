# Catches its own KeyError.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    def std():
        return {"xavier": lambda: (2 / (n_in + n_out)) ** 0.5, "he": lambda: (2 / n_in) ** 0.5}[kind]()

    try:
        scale = std()
    except KeyError:
        raise ValueError(f"unknown kind {kind}")
    noise = torch.randn(size=(n_out, n_in), generator=generator, device=device, requires_grad=False)
    return torch.mul(noise, scale)
