# The module is imported only when the function is called.
#
# scores: 3 3 2 2

work.put(
    "mylib.py",
    """def chain(M, factors):
    for F in factors:
        M = M @ F
    return M
""",
)
work.answer(
    "exploding",
    "multiply_all",
    """def multiply_all(M, factors):
    import mylib
    return mylib.chain(M, factors)
""",
)
