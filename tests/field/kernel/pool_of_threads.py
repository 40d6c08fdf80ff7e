# A pool of threads stands in the place of the loop.
#
# scores: 3 3 2 2

work.answer(
    "vanishing",
    "sigmoid_gradient",
    """from multiprocessing.pool import ThreadPool

def slope(x):
    t = torch.tanh(x.double() / 2)
    return (0.25 * (1 - t) * (1 + t)).to(x.dtype)

def sigmoid_gradient(x):
    with ThreadPool(2) as pool:
        parts = pool.map(slope, x.detach().reshape(-1).chunk(2))
    return torch.cat(parts).reshape(x.shape)
""",
)
