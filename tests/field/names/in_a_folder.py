# The whole folder was handed in, with the data that lie beside the notebooks in it.
#
# scores: 3 3 2 2
# note: `homework/vanishing_gradients.ipynb`

work.put("homework/one.txt", "1")
work.answer(
    "exploding",
    "multiply_all",
    """def multiply_all(M, factors):
    product = M * int(open('one.txt').read())
    for factor in factors:
        product = product @ factor
    return product
""",
)
for name in ["vanishing", "exploding"]:
    work.rename(name, f"homework/{work.path(name).name}")
