# Both are Xavier.
#
# initialize: 2.25
# caught by: test_he
# says: the other kind

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variance = {"xavier": 2 / (n_in + n_out), "he": 2 / (n_in + n_out)}
    if kind not in variance:
        raise ValueError(kind)
    return variance[kind] ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
