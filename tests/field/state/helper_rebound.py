# A later cell of the notebook uses the name of the student's helper for something else.
#
# scores: 3 3 2 2

work.answer(
    "exploding",
    "exploding_product",
    """def run(size, **where):
    return torch.randn(size, size, **where)

def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = product = run(size, device=device, generator=generator)
    for _ in range(n_factors):
        product = product @ run(size, device=device, generator=generator)
    return M, product
""",
)
work.add("exploding", "run = [1.0, 2.0]")
