# A cell of the student's own needs what is not installed here: nothing stands in for that.
#
# scores: 3 3 0 2
# shown: `multiply_all` needs `chain`, but the cell `import seaborn as sns` that defines it ended in ModuleNotFoundError: No module named*(line 1)
# never: the released cell was run

work.add(
    "exploding",
    """import seaborn as sns
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
    """def multiply_all(M, factors):
    return chain(M, factors)
""",
)
