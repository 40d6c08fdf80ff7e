# A function for each kind.
#
# initialize: 3

# %% initialize
def xavier_std(n_in, n_out):
    return (2 / (n_in + n_out)) ** 0.5

def he_std(n_in, n_out):
    return (2 / n_in) ** 0.5

STD = dict(xavier=xavier_std, he=he_std)

def initialize(kind, n_in, n_out, device=None, generator=None):
    std = STD.get(kind)
    if std is None:
        raise ValueError("kind must be 'xavier' or 'he'")
    return torch.empty((n_out, n_in), device=device).normal_(std=std(n_in, n_out), generator=generator)
