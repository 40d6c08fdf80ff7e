# Orthogonal rows of the right size.
#
# initialize: 2.75
# caught by: test_independent
# says: The rows or columns are orthogonal: independent ones are not
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    w = torch.empty(n_out, n_in, device=device)
    torch.nn.init.orthogonal_(w, generator=generator)
    return w * std * max(n_in, n_out) ** 0.5
