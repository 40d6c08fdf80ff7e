# A colon is missing.
#
# scores: 3 3 0 2
# shown: `multiply_all` is not defined: its cell ended in SyntaxError: expected

work.answer(
    "exploding",
    "multiply_all",
    """def multiply_all(M, factors)
    return M
""",
)
