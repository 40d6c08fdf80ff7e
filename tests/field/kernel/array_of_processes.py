# Two processes write their halves of the slopes into one array.
#
# scores: 3 3 2 2

work.answer(
    "vanishing",
    "sigmoid_gradient",
    """import multiprocessing as mp
import numpy as np

def write(x, array, start):
    t = torch.tanh(x / 2)
    np.frombuffer(array.get_obj())[start : start + len(x)] = (0.25 * (1 - t) * (1 + t)).numpy()

def sigmoid_gradient(x):
    flat = x.detach().double().reshape(-1)
    if not len(flat):
        return torch.empty_like(x.detach())
    array, half = mp.Array("d", len(flat)), len(flat) // 2
    parts = [(flat[:half], array, 0), (flat[half:], array, half)]
    processes = [mp.Process(target=write, args=part) for part in parts]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return torch.tensor(array[:], dtype=x.dtype).reshape(x.shape)
""",
)
