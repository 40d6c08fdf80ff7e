# Multiplies on the CPU.
#
# multiply_all: 1.75
# needs: accelerator
# caught by: test_dtypes
# says: device
# visible check passes: multiply_all

# %% multiply_all
def multiply_all(M, factors):
    product = M.clone().cpu()
    for factor in factors:
        product = product @ factor.cpu()
    return product
