# He ignores the generator.
#
# initialize: 2.75
# caught by: test_generator
# says: The generator is not used: pass it on to torch.randn

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind == "xavier":
        return torch.randn(n_out, n_in, device=device, generator=generator) * (2 / (n_in + n_out)) ** 0.5
    if kind == "he":
        return torch.randn(n_out, n_in, device=device) * (2 / n_in) ** 0.5
    raise ValueError(kind)
