# Processes that an executor has started do the sum.
#
# scores: 3 3 2 2

work.answer(
    "vanishing",
    "sigmoid_gradient",
    """from concurrent.futures import ProcessPoolExecutor

def slope(x):
    t = torch.tanh(x.double() / 2)
    return (0.25 * (1 - t) * (1 + t)).to(x.dtype)

def sigmoid_gradient(x):
    with ProcessPoolExecutor(4) as pool:
        parts = list(pool.map(slope, x.detach().reshape(-1).chunk(4)))
    return torch.cat(parts).reshape(x.shape)
""",
)
