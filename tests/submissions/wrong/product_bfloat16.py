# In bfloat16.
#
# exploding_product: 1
# caught by: test_result test_start test_one_factor
# says: M and the product must be of torch's default dtype, which is float32

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator).bfloat16()

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
