# The function has another name than the one that was asked for.
#
# scores: 3 3 0 2
# shown: `multiply_all` is not defined

work.answer(
    "exploding",
    "multiply_all",
    """def multiply_al(M, factors):
    for F in factors:
        M = M @ F
    return M
""",
)
