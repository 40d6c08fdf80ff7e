# The first cell ends in an error, and an answer is wrong besides.
#
# scores: 3 3 0 2
# note: needs `seaborn`
# shown: begin with M on the left
# never: raised NameError

with work.edit("exploding") as notebook:
    setup = next(cell for cell in notebook["cells"] if cell["id"] == "setup")
    setup["source"] = "import seaborn\n" + setup["source"]
work.answer(
    "exploding",
    "multiply_all",
    """def multiply_all(M, factors):
    return torch.zeros_like(M)
""",
)
