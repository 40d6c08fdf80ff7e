# The last cell moves to another folder, and the function reads a file beside the notebook.
#
# scores: 3 3 2 2

work.put("one.txt", "1")
work.answer(
    "exploding",
    "multiply_all",
    """def multiply_all(M, factors):
    M = M * int(open('one.txt').read())
    for F in factors:
        M = M @ F
    return M
""",
)
work.add("exploding", "%cd /")
