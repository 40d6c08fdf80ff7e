# Begins with an identity on the default device.
#
# multiply_all: 0
# needs: accelerator
# caught by: all
# says: raised RuntimeError
# visible check passes: multiply_all

# %% multiply_all
def multiply_all(M, factors):
    product = torch.eye(len(M), dtype=M.dtype)
    for factor in [M, *factors]:
        product = product @ factor
    return product
