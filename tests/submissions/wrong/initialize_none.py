# Nothing.
#
# initialize: 0
# caught by: all
# says: is there a `return`?

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    return None
