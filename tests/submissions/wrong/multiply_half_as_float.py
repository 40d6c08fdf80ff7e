# Half precision becomes float32.
#
# multiply_all: 1.75
# caught by: test_dtypes
# says: keep the dtype of M
# visible check passes: multiply_all

# %% multiply_all
def multiply_all(M, factors):
    product = M.float() if M.dtype in (torch.float16, torch.bfloat16) else M
    for factor in factors:
        product = product @ factor.to(product.dtype)
    return product
