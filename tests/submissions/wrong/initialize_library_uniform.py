# The uniform functions of torch.nn.init.
#
# initialize: 2.75
# caught by: test_normal
# says: The weights are not normal: torch.randn draws normal numbers
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    w = torch.empty(n_out, n_in, device=device)
    if kind == "xavier":
        return torch.nn.init.xavier_uniform_(w, generator=generator)
    if kind == "he":
        return torch.nn.init.kaiming_uniform_(w, nonlinearity="relu", generator=generator)
    raise ValueError(kind)
