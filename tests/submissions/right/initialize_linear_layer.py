# Fills the weights of a torch.nn.Linear.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind not in ("xavier", "he"):
        raise ValueError(kind)
    layer = torch.nn.Linear(n_in, n_out, bias=False, device=device)
    with torch.no_grad():
        layer.weight.normal_(0, (2 / (n_in + (kind == "xavier") * n_out)) ** 0.5, generator=generator)
    return layer.weight.detach()
