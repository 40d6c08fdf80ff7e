# The answer was written above the stub, which then replaced it.
#
# scores: 3 3 0 2
# shown: the stub below replaced it

with work.edit("exploding") as notebook:
    answer = next(cell["source"] for cell in notebook["cells"] if cell["id"] == "multiply-all")
work.put_stub("exploding", "stub")
with work.edit("stub") as stub:
    original = next(cell["source"] for cell in stub["cells"] if cell["id"] == "multiply-all")
work.path("stub").unlink()
work.add("exploding", answer, before="multiply_all")
work.answer("exploding", "multiply_all", original)
