# Python's random numbers where there is no generator.
#
# initialize: 2.75
# caught by: test_generator
# says: Without a generator, torch.manual_seed must decide
# visible check passes: initialize

# %% initialize
import random

def initialize(kind, n_in, n_out, device=None, generator=None):
    variances = {"xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    if kind not in variances:
        raise ValueError(kind)
    std = variances[kind] ** 0.5
    if generator is None:
        numbers = [[random.gauss(0, std) for _ in range(n_in)] for _ in range(n_out)]
        return torch.tensor(numbers, device=device, dtype=torch.get_default_dtype())
    return std * torch.randn(n_out, n_in, device=device, generator=generator)
