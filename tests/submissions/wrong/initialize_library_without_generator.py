# torch.nn.init without the generator.
#
# initialize: 2.75
# caught by: test_generator
# says: The generator is not used: pass it on to torch.randn

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    w = torch.empty(n_out, n_in, device=device)
    if kind == "xavier":
        return torch.nn.init.xavier_normal_(w)
    if kind == "he":
        return torch.nn.init.kaiming_normal_(w)
    raise ValueError(kind)
