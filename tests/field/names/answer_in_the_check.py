# The answer was typed into the cell of the check, below the stub.
#
# scores: 3 3 2 2
# note: `test_multiply_all`

with work.edit("exploding") as notebook:
    answer = next(cell["source"] for cell in notebook["cells"] if cell["id"] == "multiply-all")
work.answer(
    "exploding",
    "multiply_all",
    """def multiply_all(M, factors):
    raise NotImplementedError
""",
)
work.answer("exploding", "test_multiply_all", answer)
