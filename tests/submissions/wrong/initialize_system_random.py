# Without a generator, one that the system seeds.
#
# initialize: 2.75
# caught by: test_generator
# says: Without a generator, torch.manual_seed must decide
# visible check passes: initialize

# %% initialize
import os

def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    if generator is None:
        generator = torch.Generator(device or "cpu")
        generator.manual_seed(int.from_bytes(os.urandom(7), "big"))
    return std * torch.randn(n_out, n_in, device=device, generator=generator)
