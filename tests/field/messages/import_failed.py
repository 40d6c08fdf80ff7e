# The cell imports what is not installed here.
#
# scores: 3 3 0 2
# shown: its cell ended in ModuleNotFoundError: No module named

work.answer(
    "exploding",
    "multiply_all",
    """import no_such_package

def multiply_all(M, factors):
    return M
""",
)
