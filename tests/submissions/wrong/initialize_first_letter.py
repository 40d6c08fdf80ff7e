# Goes by the first letter.
#
# initialize: 2.75
# caught by: test_unknown_kind
# says: A kind whose name only resembles a known one raises no error
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    std = {"x": (2 / (n_in + n_out)) ** 0.5, "h": (2 / n_in) ** 0.5}
    if not kind or kind[0] not in std:
        raise ValueError(kind)
    return std[kind[0]] * torch.randn(n_out, n_in, device=device, generator=generator)
