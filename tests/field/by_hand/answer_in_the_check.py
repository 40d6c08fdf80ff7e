# The answer was typed into the cell of the check.
#
# scores: - 2 -
# note: `test_mean`
# shown: to each its share

work.answer(
    "averages.ipynb",
    "test_mean",
    """def mean(values):  # to each its share
    return sum(values) / len(values)
""",
)
work.answer("averages.ipynb", "mean", "")
