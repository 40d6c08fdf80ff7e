# The product is kept in memory that processes share.
#
# scores: 3 3 2 2

work.answer(
    "exploding",
    "multiply_all",
    """def multiply_all(M, factors):
    for F in factors:
        M = (M @ F).share_memory_()
    return M.clone()
""",
)
