# torch.nn.init, whose leaky ReLU has slope 0 by default.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    weight = torch.zeros((n_out, n_in), device=device)
    functions = {"xavier": torch.nn.init.xavier_normal_, "he": torch.nn.init.kaiming_normal_}
    if kind not in functions:
        raise ValueError(f"unknown: {kind!r}")
    functions[kind](weight, generator=generator)
    return weight
