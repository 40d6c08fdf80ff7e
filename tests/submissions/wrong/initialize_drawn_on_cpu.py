# Draws on the CPU, where the generator is not, and moves that to the device.
#
# initialize: 1.25
# needs: accelerator
# caught by: test_xavier test_he test_generator
# says: raised RuntimeError
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind not in ("xavier", "he"):
        raise ValueError(kind)
    variance = 2 / (n_in + n_out) if kind == "xavier" else 2 / n_in
    weight = torch.randn(n_out, n_in, generator=generator)
    return variance**0.5 * weight.to(device or torch.get_default_device())
