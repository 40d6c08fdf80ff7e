# One over the size of each row's group, summed.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    same = torch.cdist(weight.double(), weight.double(), p=float("inf")) <= tol
    return round((1 / same.sum(1).double()).sum().item())

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
