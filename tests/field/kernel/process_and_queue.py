# Another process puts the product into a queue, and waits until it was taken.
#
# scores: 3 3 2 2

work.answer(
    "exploding",
    "multiply_all",
    """import torch.multiprocessing as mp

def chain(M, factors, queue, taken):
    for F in factors:
        M = M @ F
    queue.put(M)
    taken.wait()

def multiply_all(M, factors):
    for A, B in zip([M, *factors], factors):
        if A.shape[1] != B.shape[0]:
            raise RuntimeError("The shapes do not fit.")
    queue, taken = mp.Queue(), mp.Event()
    process = mp.Process(target=chain, args=(M, factors, queue, taken))
    process.start()
    product = queue.get().clone()
    taken.set()
    process.join()
    return product
""",
)
