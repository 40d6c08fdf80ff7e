# A manager's process keeps the product.
#
# scores: 3 3 2 2

work.answer(
    "exploding",
    "multiply_all",
    """from multiprocessing import Manager

def multiply_all(M, factors):
    with Manager() as manager:
        kept = manager.dict(product=M)
        for F in factors:
            kept["product"] = kept["product"] @ F
        return kept["product"].clone()
""",
)
