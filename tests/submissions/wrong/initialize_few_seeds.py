# Without a generator, one of 42 seeds.
#
# initialize: 2.75
# caught by: test_generator
# says: Two calls without a generator give the same weights
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind not in ("xavier", "he"):
        raise ValueError(kind)
    if generator is None:
        generator = torch.Generator(device or "cpu").manual_seed(int(torch.randint(42, (1,))))
    fan = n_in if kind == "he" else n_in + n_out
    return torch.randn(n_out, n_in, device=device, generator=generator) * math.sqrt(2 / fan)
