# Starts the generator anew.
#
# initialize: 2.75
# caught by: test_generator
# says: seed inside

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variance = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variance:
        raise ValueError(kind)
    generator = torch.Generator(device or "cpu").manual_seed(generator.initial_seed() if generator else 0)
    return variance[kind] ** 0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
