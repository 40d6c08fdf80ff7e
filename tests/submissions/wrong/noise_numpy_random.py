# NumPy's numbers where there is no generator.
#
# distinct_units: 1.75
# caught by: test_form
# says: Without a generator, torch.manual_seed must decide
# visible check passes: distinct_units

# %% distinct_units
import numpy as np

def distinct_units(weight, tol=1e-6):
    different = []
    for row in weight:
        if not any((row - other).abs().max() <= tol for other in different):
            different.append(row)
    return len(different)

def break_symmetry(weight, scale, generator=None):
    if generator is None:
        noise = torch.from_numpy(np.asarray(np.random.default_rng().standard_normal(tuple(weight.shape))))
        return weight + (scale * noise).to(weight)
    return weight + scale * torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
