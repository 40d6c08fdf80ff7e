# The products are the work of a pool of processes.
#
# scores: 3 3 2 2

work.answer(
    "exploding",
    "multiply_all",
    """from multiprocessing import Pool

def times(pair):
    return pair[0] @ pair[1]

def multiply_all(M, factors):
    with Pool(4) as pool:
        for F in factors:
            M = pool.map(times, [(M, F)])[0]
    return M
""",
)
