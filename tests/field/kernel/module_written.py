# A cell writes the module that the next one imports.
#
# scores: 3 3 2 2

work.add(
    "exploding",
    """%%writefile mylib.py
def chain(M, factors):
    for F in factors:
        M = M @ F
    return M
""",
    before="multiply_all",
)
work.answer(
    "exploding",
    "multiply_all",
    """import mylib

def multiply_all(M, factors):
    return mylib.chain(M, factors)
""",
)
