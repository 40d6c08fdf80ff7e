# Gives back what it was given.
#
# distinct_units: 0
# caught by: all
# says: adds nothing

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    return weight


def break_symmetry(weight, scale, generator=None):
    return weight
