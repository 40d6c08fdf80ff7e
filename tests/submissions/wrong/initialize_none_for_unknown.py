# None for another kind.
#
# initialize: 2.75
# caught by: test_unknown_kind
# says: raises no error

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind in ("xavier", "he"):
        variance = 2 / (n_in + n_out) if kind == "xavier" else 2 / n_in
        return variance**0.5 * torch.randn(n_out, n_in, device=device, generator=generator)
