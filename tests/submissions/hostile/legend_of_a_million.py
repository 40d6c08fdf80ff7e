# Sends figures by hand whose legends name each curve a hundred thousand times, to be compared pair by pair.
#
# must: be refused, and take the grader no time

# %%
import json, struct
from safetensors.torch import save

axes = {"visible": True, "box": [0.0, 0.0, 1.0, 1.0], "xlabel": "", "ylabel": "", "xlim": [-9.0, 9.0],
        "ylim": [0.0, 1.0], "xscale": "linear", "yscale": "linear"}


def tensor(key):
    return {"kind": "tensor", "key": key, "stride": [2, 1], "device": "cpu", "requires_grad": False,
            "is_leaf": True, "grad": {"kind": "plain", "value": None}}


# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    y = torch.sigmoid(x.detach().double())
    tensors = {"0": torch.stack([x.detach().double(), y], 1), "1": torch.stack([x.detach().double(), y * (1 - y)], 1),
               "2": x.detach().clone()}
    curves = [{"points": tensor(str(n)), "axes": 0, "visible": True, "is_whole": True, "in_data_units": True} for n in (0, 1)]
    legend = [{"label": name, "curves": [0, 1] * 100_000} for name in ("sigmoid", "gradient")]
    figure = {"size": [4.5, 2.5], "axes": [axes], "curves": curves, "legend": legend}
    reply = {"result": {"kind": "plain", "value": None}, "args": [tensor("2")], "kwargs": {}, "figures": [figure],
             "changed_modes": []}
    text, buffer = json.dumps(reply).encode(), save(tensors)
    channel().sendall(struct.pack("!II", len(text), len(buffer)) + text + buffer)
