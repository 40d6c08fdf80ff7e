# Cut off at two deviations, of the right variance.
#
# initialize: 2.75
# caught by: test_normal
# says: The weights are not normal: torch.randn draws normal numbers
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    s = std / 0.87962566103423978
    w = torch.empty(n_out, n_in, device=device)
    return torch.nn.init.trunc_normal_(w, 0, s, -2 * s, 2 * s, generator=generator)
