# Describes a hundred thousand curves that all have the same million points.
#
# must: be refused as unreadable

# %%
import gc

import torch


def forge(request, buffers, tensors):
    tensors["0"] = 8 * torch.rand(1 << 20, 2, dtype=torch.float64)
    node = {"kind": "tensor", "key": "0", "device": "cpu"}
    curve = {"points": node, "axes": 0, "visible": True, "is_whole": True, "in_data_units": True}
    axes = {"visible": True, "box": [0.0, 0.0, 1.0, 1.0], "xlabel": "", "ylabel": "", "xlim": [0.0, 1.0], "ylim": [0.0, 1.0], "xscale": "", "yscale": ""}
    figure = {"size": [4.5, 2.5], "axes": [axes], "curves": [curve] * 10**5, "legend": []}
    nothing = {"kind": "plain", "value": None}
    return {"result": nothing, "args": [node], "kwargs": {}, "figures": [figure]}


# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    for thing in gc.get_objects():
        if type(thing).__name__ == "Agent":
            thing._reply = forge
