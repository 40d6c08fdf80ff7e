# Uniform numbers of the right variance.
#
# initialize: 2.75
# caught by: test_normal
# says: not normal
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variance = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variance:
        raise ValueError(kind)
    return (12 * variance[kind]) ** 0.5 * (torch.rand(n_out, n_in, device=device, generator=generator) - 0.5)
