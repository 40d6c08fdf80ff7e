# Whole-number division by zero with one input.
#
# initialize: 2.25
# caught by: test_he
# says: With one input: `initialize` raised ZeroDivisionError
# visible check passes: initialize

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind == "xavier":
        std = math.sqrt(2 / (n_in + n_out))
    elif kind == "he":
        std = math.sqrt(1 / (n_in // 2))
    else:
        raise ValueError(kind)
    return std * torch.randn(n_out, n_in, device=device, generator=generator)
