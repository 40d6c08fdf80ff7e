# Returns tensors whose numbers a thread goes on to change, and ones that share memory with x.
#
# must: earn nothing beyond what the numbers were when they were sent: that is, their form
# exploding_product: 0.25

# %%
import threading

import torch


def change(tensor, source):
    for i in range(10**6):
        tensor.copy_(source * i)


# %% multiply_all
def multiply_all(M, factors):
    result = M.view_as(M)
    threading.Thread(target=change, args=(result, M), daemon=True).start()
    return result


# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.zeros(size, size)
    threading.Thread(target=change, args=(M, torch.rand(size, size)), daemon=True).start()
    return M, M
