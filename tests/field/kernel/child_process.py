# A cell starts Python and the shell.
#
# scores: 3 3 2 2

work.add(
    "exploding",
    "import subprocess, sys\nassert subprocess.check_output([sys.executable, '-c', 'print(1)']) == b'1\\n'\nfiles = !ls\nassert files.n is not None",
    before="multiply_all",
)
work.answer(
    "exploding",
    "multiply_all",
    """from functools import reduce
assert len(files) >= 0
def multiply_all(M, factors):
    return reduce(torch.matmul, factors, M)
""",
)
