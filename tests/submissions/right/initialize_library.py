# torch.nn.init.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    weight = torch.empty(n_out, n_in, device=device)
    if kind == "xavier":
        return torch.nn.init.xavier_normal_(weight, generator=generator)
    if kind == "he":
        return torch.nn.init.kaiming_normal_(weight, nonlinearity="relu", generator=generator)
    raise ValueError(kind)
