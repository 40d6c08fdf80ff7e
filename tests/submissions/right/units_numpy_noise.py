# NumPy's loop, and torch.normal.
#
# distinct_units: 2

# %% distinct_units
import numpy as np

def distinct_units(weight, tol=1e-6):
    unique = []
    for row in weight.detach().cpu().numpy():
        if not any(np.allclose(row, u, rtol=0.0, atol=tol) for u in unique):
            unique.append(row)
    return len(unique)

def break_symmetry(weight, scale, generator=None):
    if scale == 0:
        return weight.clone()
    noise = torch.normal(0.0, float(scale), weight.shape, generator=generator, dtype=weight.dtype, device=weight.device)
    return weight + noise
