# Sends pickles, torch.save archives and malformed safetensors in the place of the reply's numbers.
#
# must: be refused as unreadable, and run no code

# %%
import gc, io, json, os, pickle, struct

import torch


class Bomb:
    def __reduce__(self):
        return os.system, ("touch @OUTSIDE@/unpickled",)


def archive():
    file = io.BytesIO()
    torch.save({"0": Bomb()}, file)
    return file.getvalue()


def tensors(header, size=0):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes(size)


one = {"dtype": "F64", "shape": [3, 3], "data_offsets": [0, 72]}
buffers = [
    pickle.dumps({"0": Bomb()}), archive(), b"", struct.pack("<Q", 2**63), tensors(b"[" * 10**6),
    tensors({"0": one | {"shape": [2**40, 2**40]}}, 72), tensors({"0": one | {"shape": [-3, -3]}}, 72),
    tensors({"0": one, "1": one}, 72), tensors({"0": one | {"data_offsets": [72, 0]}}, 72),
    tensors({"0": one | {"dtype": "F8_E4M3", "shape": [72]}}, 72), tensors({"0": one | {"dtype": "X"}}),
]
count = iter(range(10**6))


# %% multiply_all
def multiply_all(M, factors):
    for thing in gc.get_objects():
        if isinstance(thing, dict) and "save" in thing and thing.get("__name__") == "grading.sandbox.inside.agent":
            thing["save"] = lambda _: buffers[next(count) % len(buffers)]
    return M
