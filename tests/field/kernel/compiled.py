# The function is compiled, without a compiler of C++ being there.
#
# scores: 3 3 2 2

work.answer(
    "exploding",
    "multiply_all",
    """@torch.compile(backend="aot_eager")
def step(M, F):
    return M @ F

def multiply_all(M, factors):
    for F in factors:
        M = step(M, F)
    return M
""",
)
