# The function keeps its product in a temporary file.
#
# scores: 3 3 2 2

work.answer(
    "exploding",
    "multiply_all",
    """import tempfile

def multiply_all(M, factors):
    for F in factors:
        M = M @ F
    with tempfile.NamedTemporaryFile() as file:
        torch.save(M, file.name)
        return torch.load(file.name)
""",
)
