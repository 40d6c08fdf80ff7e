# He by fan_out.
#
# initialize: 2.25
# caught by: test_he
# says: The variance goes by the number of outputs

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    w = torch.empty(n_out, n_in, device=device)
    if kind == "xavier":
        return torch.nn.init.xavier_normal_(w, generator=generator)
    if kind == "he":
        return torch.nn.init.kaiming_normal_(w, mode="fan_out", generator=generator)
    raise ValueError(kind)
