# The helper functions are in a package.
#
# scores: 3 3 2 2

work.put("mypackage/__init__.py", "from .chains import chain\n")
work.put(
    "mypackage/chains.py",
    """def chain(M, factors):
    for F in factors:
        M = M @ F
    return M
""",
)
work.answer(
    "exploding",
    "multiply_all",
    """import mypackage

def multiply_all(M, factors):
    return mypackage.chain(M, factors)
""",
)
