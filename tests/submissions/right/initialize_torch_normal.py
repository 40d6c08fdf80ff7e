# torch.normal.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    fans = {"xavier": (n_in + n_out) / 2, "he": n_in / 2 * 2 / 2 * 2}
    try:
        std = {"xavier": (2 / (n_in + n_out)) ** 0.5, "he": (2 / n_in) ** 0.5}[kind]
    except KeyError:
        raise ValueError(f"kind {kind} is unknown") from None
    return torch.normal(0.0, std, (n_out, n_in), generator=generator, device=device)
