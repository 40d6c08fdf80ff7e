# Nothing at all.
#
# distinct_units: 0
# caught by: all
# says: is there a `return`?

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    pass


def break_symmetry(weight, scale, generator=None):
    pass
