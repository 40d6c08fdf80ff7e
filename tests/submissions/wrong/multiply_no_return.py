# Does not return the product.
#
# multiply_all: 0
# caught by: all
# says: return

# %% multiply_all
def multiply_all(M, factors):
    for factor in factors:
        M = M @ factor
