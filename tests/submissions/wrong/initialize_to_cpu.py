# Brings the weights to the CPU.
#
# initialize: 2.5
# caught by: test_form
# says: The weights are on the wrong device
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    w = torch.empty(n_out, n_in, device="cpu").normal_(0, std, generator=generator)
    return w
