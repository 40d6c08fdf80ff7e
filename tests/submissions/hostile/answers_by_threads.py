# Answers from threads while others change the numbers, the channel and the agent's own modules.
#
# must: earn nothing, and be no fault of the grader's

# %%
import sys, threading, time

import torch

stop = time.time() + 15


def spoil():
    while time.time() < stop:
        for module in list(sys.modules.values()):
            if getattr(module, "__name__", "").startswith("grading.sandbox.wire"):
                module.MAX_PARTS = 10**9
        torch.set_default_dtype(torch.float64)
        torch.set_grad_enabled(False)
        time.sleep(0.01)


threading.Thread(target=spoil, daemon=True).start()


# %% multiply_all
def multiply_all(M, factors):
    answer = M.clone()
    threading.Thread(target=lambda: [answer.mul_(2) for _ in range(10_000)], daemon=True).start()
    return answer

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    thread = threading.Thread(target=lambda: channel().sendall(b"\0" * 100), daemon=True)
    thread.start()
    thread.join()
    return torch.empty(size, size), torch.empty(size, size)
