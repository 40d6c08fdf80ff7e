# The number as one of NumPy's.
#
# distinct_units: 0.75
# caught by: test_count test_rounding
# says: The number of units must be an int

# %% distinct_units
import numpy as np

def distinct_units(weight, tol=1e-6):
    rows = weight.detach().cpu().numpy()
    new = [all(np.abs(rows[i] - rows[j]).max() > tol for j in range(i)) for i in range(len(rows))]
    return np.sum(new)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
