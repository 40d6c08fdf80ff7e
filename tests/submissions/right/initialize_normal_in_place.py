# Fills an empty tensor.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind not in ("xavier", "he"):
        raise ValueError(f"no such kind: {kind}")
    std = (2 / (n_in + n_out if kind == "xavier" else n_in)) ** 0.5
    return torch.empty(n_out, n_in, device=device).normal_(0, std, generator=generator)
