# Xavier with the gain of a ReLU.
#
# initialize: 2.25
# caught by: test_xavier
# says: The variance of the weights is wrong

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    w = torch.empty(n_out, n_in, device=device)
    if kind == "xavier":
        gain = torch.nn.init.calculate_gain("relu")
        return torch.nn.init.xavier_normal_(w, gain=gain, generator=generator)
    if kind == "he":
        return torch.nn.init.kaiming_normal_(w, nonlinearity="relu", generator=generator)
    raise ValueError(kind)
