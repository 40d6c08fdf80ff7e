# A generator with the given one's first seed.
#
# initialize: 2.75
# caught by: test_generator
# says: Two calls with one generator give the same weights
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    if generator is not None:
        generator = torch.Generator(generator.device).manual_seed(generator.initial_seed())
    return std * torch.randn(n_out, n_in, device=device, generator=generator)
