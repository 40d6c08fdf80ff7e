# Two versions, both renamed: still nobody can say which one counts.
#
# scores: - - 2 2
# note: Several versions were handed in: `a.ipynb`, `b.ipynb`

work.put("a.ipynb", work.path("vanishing").read_bytes())
work.rename("vanishing", "b.ipynb")
work.answer(
    "b.ipynb",
    "sigmoid_gradient",
    """def sigmoid_gradient(x):
    return x * 0
""",
)
