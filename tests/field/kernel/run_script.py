# The helper functions are in a script.
#
# scores: 3 3 2 2

work.put(
    "helper.py",
    """def chain(M, factors):
    for F in factors:
        M = M @ F
    return M
""",
)
work.answer(
    "exploding",
    "multiply_all",
    """%run helper.py

def multiply_all(M, factors):
    return chain(M, factors)
""",
)
