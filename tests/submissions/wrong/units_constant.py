# One unit, and no noise.
#
# distinct_units: 0
# caught by: all
# says: adds nothing

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    return 1


def break_symmetry(weight, scale, generator=None):
    return weight.clone()
