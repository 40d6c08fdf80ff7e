# The helper functions are in a module that was handed in beside the notebook.
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
    """from mylib import chain

def multiply_all(M, factors):
    return chain(M, factors)
""",
)
