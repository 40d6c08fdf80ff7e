# Does not pass the device on.
#
# initialize: 2.5
# caught by: test_form
# says: The weights are on the wrong device
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    v = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in v:
        raise ValueError(kind)
    return v[kind] ** 0.5 * torch.randn(n_out, n_in, generator=generator)
