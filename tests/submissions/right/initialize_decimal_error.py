# The unicode error that is a ValueError, too.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind == "xavier":
        std = math.sqrt(2.0 / (n_in + n_out))
    elif kind == "he":
        std = math.sqrt(2.0 / n_in)
    else:
        raise UnicodeError("no such kind")
    w = torch.zeros(n_out, n_in, device=device)
    w.normal_(0, std, generator=generator)
    return w
