# Two versions were handed in, and nobody can say which one counts.
#
# scores: - - 2 2
# note: Several versions were handed in: `vanishing_gradients-old.ipynb`, `vanishing_gradients.ipynb`

work.put("vanishing_gradients-old.ipynb", work.path("vanishing").read_bytes())
work.answer(
    "vanishing",
    "sigmoid_gradient",
    """def sigmoid_gradient(x):
    return x * 0
""",
)
