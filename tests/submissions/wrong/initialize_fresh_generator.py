# Without a generator a freshly seeded one.
#
# initialize: 2.75
# caught by: test_generator
# says: Without a generator, torch.manual_seed must decide
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    if generator is None:
        generator = torch.Generator(device=device or "cpu")
        generator.seed()
    return std * torch.randn(n_out, n_in, device=device, generator=generator)
