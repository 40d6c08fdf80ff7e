# Leaves threads that change functions, tensors and replies while the checks run.
#
# must: earn nothing, and be gone with its kernel

# %%
import atexit
import gc
import threading
import time

import torch


def meddle():
    while True:
        time.sleep(0.01)
        for thing in gc.get_objects():
            if type(thing).__name__ == "Agent":
                thing._reply = lambda *args: {"result": {"kind": "plain", "value": 3.0}, "figures": []}
            if isinstance(thing, torch.Tensor) and thing.is_floating_point():
                thing.data.fill_(0.25)


for daemon in (True, False):
    threading.Thread(target=meddle, daemon=daemon).start()
atexit.register(lambda: [time.sleep(1) for _ in iter(int, 1)])


# %% sigmoid_gradient
def sigmoid_gradient(x):
    return torch.zeros_like(x)
