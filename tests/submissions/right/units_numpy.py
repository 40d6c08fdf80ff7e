# NumPy for the rows.
#
# distinct_units: 2

# %% distinct_units
import numpy as np

def distinct_units(weight, tol=1e-6):
    rows = weight.detach().cpu().numpy()
    left = list(range(len(rows)))
    count = 0
    while left:
        first = left.pop(0)
        left = [i for i in left if np.abs(rows[i] - rows[first]).max() > tol]
        count += 1
    return count


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
