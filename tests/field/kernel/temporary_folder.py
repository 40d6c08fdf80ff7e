# A cell uses a temporary folder.
#
# scores: 3 3 2 2

work.add(
    "exploding",
    """import tempfile
with tempfile.TemporaryDirectory() as folder:
    open(f'{folder}/x', 'w').write('1')
folder = tempfile.mkdtemp()
""",
    before="multiply_all",
)
work.answer(
    "exploding",
    "multiply_all",
    """def multiply_all(M, factors):
    open(f'{folder}/log', 'a').write('called')
    for F in factors:
        M = M @ F
    return M
""",
)
