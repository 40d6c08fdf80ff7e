# An exception that is two at once.
#
# initialize: 3

# %% initialize
class NoSuchKind(KeyError, ValueError):
    pass

def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise NoSuchKind(kind)
    return torch.randn(n_out, n_in, device=device, generator=generator) * variances[kind] ** 0.5
