# numpy.isclose, which has an rtol of its own.
#
# distinct_units: 1.5
# caught by: test_rounding
# says: `tol` is a difference, whatever the entries are
# visible check passes: distinct_units

# %% distinct_units
import numpy as np

def distinct_units(weight, tol=1e-6):
    rows = weight.detach().cpu().numpy()
    kept = []
    for row in rows:
        if not any(np.isclose(row, k, atol=tol).all() for k in kept):
            kept.append(row)
    return len(kept)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
