# The slope of nn.Linear's own start.
#
# initialize: 2.25
# caught by: test_he
# says: The variance of the weights is wrong

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    w = torch.empty(n_out, n_in, device=device)
    if kind == "xavier":
        return torch.nn.init.xavier_normal_(w, generator=generator)
    if kind == "he":
        return torch.nn.init.kaiming_normal_(w, a=5 ** 0.5, generator=generator)
    raise ValueError(kind)
