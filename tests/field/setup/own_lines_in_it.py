# The student imports more in the first cell: one is not installed here, another the answer needs.
#
# scores: 3 3 2 2
# note: needs `seaborn`, which is not installed here

with work.edit("exploding") as notebook:
    setup = next(cell for cell in notebook["cells"] if cell["id"] == "setup")
    setup["source"] = (
        "import seaborn as sns\n" + setup["source"] + "\nfrom functools import reduce\nsns.set()"
    )
work.answer(
    "exploding",
    "multiply_all",
    """def multiply_all(M, factors):
    return reduce(torch.matmul, factors, M)
""",
)
