# Cut off at two standard deviations.
#
# initialize: 1.25
# caught by: test_xavier test_he test_normal
# says: variance of the weights is wrong

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variance = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variance:
        raise ValueError(kind)
    return variance[kind] ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator).clamp(-1.5, 1.5)
