# match and case.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    match kind:
        case "xavier":
            fan = (n_in + n_out) / 2
        case "he":
            fan = n_in
        case _:
            raise ValueError("kind must be xavier or he")
    return torch.randn((n_out, n_in), generator=generator, device=device) * fan**-0.5 * (2**0.5 if kind == "he" else 1)
