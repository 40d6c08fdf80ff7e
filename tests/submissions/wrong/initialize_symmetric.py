# A symmetric matrix where the layer is square.
#
# initialize: 2.75
# caught by: test_independent
# says: follow from others
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variance = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variance:
        raise ValueError(kind)
    weight = variance[kind] ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
    return weight.triu() + weight.triu(1).T if n_in == n_out else weight
