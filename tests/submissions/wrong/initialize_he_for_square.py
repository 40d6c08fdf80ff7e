# Xavier is He's where the layer is square.
#
# initialize: 2.25
# caught by: test_xavier
# says: The variance of the weights is wrong
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    v = {"xavier": 1 / n_in if n_in != n_out else 2 / n_in, "he": 2 / n_in}
    if kind == "xavier" and n_in != n_out:
        v["xavier"] = 2 / (n_in + n_out)
    if kind not in v:
        raise ValueError(kind)
    return v[kind] ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
