"""The part of the grader that runs in the student's kernel.

The grader sends this file's text there once the notebook has run, and then asks it to call
the student's functions. So it imports nothing of this package. Nothing that it answers is
believed either: a kernel that has patched torch, or this agent, spoils only its own answers.
"""

from __future__ import annotations

import json
import random
import socket
import struct
import sys
import types
from collections.abc import Iterator
from typing import Any

import torch
from safetensors.torch import load, save

BACKEND = "module://grading_backend"  # of matplotlib, while a check calls
LENGTHS = struct.Struct("!II")  # of the JSON and of the bytes of a message, which follow
Node = dict[str, Any]  # a value as plain JSON
Tensors = dict[str, torch.Tensor]  # the numbers that a Node refers to


def encode(value: Any, tensors: Tensors) -> Node:
    """Turn a value into plain JSON; the numbers of its tensors are added to `tensors`."""
    match value:
        case None | bool() | int() | str():
            return {"kind": "plain", "value": value}
        case float():
            return {"kind": "float", "hex": value.hex()}
        case list() | tuple():
            kind = "list" if isinstance(value, list) else "tuple"
            return {"kind": kind, "items": [encode(item, tensors) for item in value]}
        case torch.device():
            return {"kind": "device", "name": str(value)}
        case torch.Generator():
            state = encode(value.get_state(), tensors)
            return {"kind": "generator", "device": str(value.device), "state": state}
        case torch.Tensor():
            return _encode_tensor(value, tensors)
        case _:
            return {"kind": "other", "type": type(value).__name__}


def _encode_tensor(value: torch.Tensor, tensors: Tensors) -> Node:
    key = str(len(tensors))
    plain = value.detach().as_subclass(torch.Tensor)
    tensors[key] = plain.cpu().clone(memory_format=torch.contiguous_format)
    return {
        "kind": "tensor",
        "key": key,
        "stride": value.stride(),
        "device": str(value.device),
        "requires_grad": value.requires_grad,
        "grad": encode(value.grad if value.is_leaf else None, tensors),
    }


def decode(node: Node, tensors: Tensors) -> Any:
    """Turn what the grader sent back into the value that it encoded."""
    match node["kind"]:
        case "plain":
            return node["value"]
        case "float":
            return float.fromhex(node["hex"])
        case "list":
            return [decode(item, tensors) for item in node["items"]]
        case "tuple":
            return tuple(decode(item, tensors) for item in node["items"])
        case "device":
            return torch.device(node["name"])
        case "generator":
            generator = torch.Generator(node["device"])
            return generator.set_state(decode(node["state"], tensors))
        case "tensor":
            return _decode_tensor(node, tensors)
    raise ValueError(f"unknown kind of value: {node['kind']}")


def _decode_tensor(node: Node, tensors: Tensors) -> torch.Tensor:
    numbers = tensors[node["key"]]
    empty = torch.empty_strided(
        numbers.shape, node["stride"], dtype=numbers.dtype, device=node["device"]
    )
    tensor = empty.copy_(numbers).requires_grad_(node["requires_grad"])
    tensor.grad = decode(node["grad"], tensors)
    return tensor


class Figures:
    """A matplotlib backend that keeps each figure of a call, also one that is shown or closed."""

    def __init__(self) -> None:
        from matplotlib.backend_bases import FigureManagerBase
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        made: list[Any] = []

        class Manager(FigureManagerBase):
            def __init__(self, canvas: Any, num: int) -> None:
                super().__init__(canvas, num)
                made.append(canvas.figure)

            @classmethod
            def pyplot_show(cls, **_: Any) -> None:
                import matplotlib.pyplot as plt

                plt.close("all")  # as the notebook does once a figure has been shown

        class FigureCanvas(FigureCanvasAgg):
            manager_class = Manager

        backend = types.ModuleType(BACKEND.removeprefix("module://"))
        backend.FigureCanvas = FigureCanvas  # type: ignore[attr-defined]
        sys.modules[backend.__name__] = backend
        self.made = made
        self.forget()

    def forget(self) -> None:
        """Start afresh, whatever backend the last call has left."""
        import matplotlib.pyplot as plt

        plt.close("all")
        if plt.get_backend() != BACKEND:
            plt.switch_backend(BACKEND)
        self.made.clear()

    def read(self, tensors: Tensors) -> list[Node]:
        """The figures of the call, as plain numbers."""
        import matplotlib.pyplot as plt

        figures = [*self.made, *(plt.figure(number) for number in plt.get_fignums())]
        return [_read_figure(figure, tensors) for figure in dict.fromkeys(figures)]


def _read_figure(figure: Any, tensors: Tensors) -> Node:
    curves = [(curve, axes) for axes in figure.axes for curve in _curves(axes)]
    return {
        "size": [float(side) for side in figure.get_size_inches()],
        "axes": [_read_axes(axes) for axes in figure.axes],
        "curves": [_read_curve(*pair, figure.axes, tensors) for pair in curves],
        "legend": [
            {
                "label": text.get_text(),
                "curves": [i for i, (curve, _) in enumerate(curves) if _is_key_of(key, curve)],
            }
            for legend in _legends(figure)
            if legend.get_visible()
            for key, text in zip(legend.legend_handles, legend.get_texts(), strict=False)
        ],
    }


def _legends(parent: Any) -> Iterator[Any]:
    """The legends of a figure and of the axes in it; `findobj` would make every tick anew."""
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure
    from matplotlib.legend import Legend

    for child in parent.get_children():
        if isinstance(child, Legend):
            yield child
        elif isinstance(child, Axes | SubFigure):
            yield from _legends(child)


def _curves(axes: Any) -> list[Any]:
    """The lines and point clouds of the axes."""
    from matplotlib.collections import PathCollection

    clouds = [artist for artist in axes.collections if isinstance(artist, PathCollection)]
    return [*axes.lines, *clouds]


def _read_axes(axes: Any) -> Node:
    return {
        "visible": axes.get_visible(),
        "xlabel": axes.get_xlabel(),
        "ylabel": axes.get_ylabel(),
        "xlim": [float(end) for end in axes.get_xlim()],
        "ylim": [float(end) for end in axes.get_ylim()],
        "xscale": axes.get_xscale(),
        "yscale": axes.get_yscale(),
    }


def _read_curve(curve: Any, axes: Any, all_axes: list[Any], tensors: Tensors) -> Node:
    import numpy as np
    from matplotlib.lines import Line2D

    is_line = isinstance(curve, Line2D)
    points = curve.get_xydata() if is_line else curve.get_offsets()
    points = np.ma.filled(np.ma.asarray(points, dtype=np.float64), np.nan).reshape(-1, 2)
    units = curve.get_transform() if is_line else curve.get_offset_transform()
    return {
        "points": encode(torch.tensor(points), tensors),
        "axes": all_axes.index(axes),
        "visible": bool(axes.get_visible() and _is_visible(curve, axes.get_facecolor())),
        "in_data_units": units == axes.transData,
    }


def _look(artist: Any) -> tuple[Any, ...]:
    """How a curve is drawn: a reader finds the curve of a legend entry by its look."""
    from matplotlib.lines import Line2D

    if isinstance(artist, Line2D):
        return _color(artist)[:3], artist.get_linestyle(), artist.get_marker()
    return (_color(artist)[:3],)


def _color(artist: Any) -> tuple[float, ...]:
    """Red, green, blue and opacity; of a cloud or a patch, that of its face or else its edge."""
    from matplotlib.colors import to_rgba, to_rgba_array
    from matplotlib.lines import Line2D

    if isinstance(artist, Line2D):
        return to_rgba(artist.get_color(), artist.get_alpha())
    for name in ("get_facecolor", "get_edgecolor"):
        for color in to_rgba_array(getattr(artist, name, lambda: "none")()):
            if color[3] > 0:
                return tuple(map(float, color))
    return (0.0, 0.0, 0.0, 0.0)


def _is_key_of(key: Any, curve: Any) -> bool:
    """Whether a legend's key shows the curve: by its look, or if it is a patch by its color."""
    from matplotlib.patches import Patch

    if isinstance(key, Patch):
        return _color(key)[:3] == _color(curve)[:3]
    return _look(key) == _look(curve)


_NOTHING = (None, "None", "none", " ", "")  # matplotlib's names for no line and no marker
_FAINT = 0.05  # nobody sees what is less opaque than that


def _is_visible(curve: Any, background: tuple[float, ...]) -> bool:
    from matplotlib.lines import Line2D

    if isinstance(curve, Line2D):
        has_line = curve.get_linestyle() not in _NOTHING and curve.get_linewidth() > 0
        has_ink = has_line or (curve.get_marker() not in _NOTHING and curve.get_markersize() > 0)
    else:
        has_ink = curve.get_sizes().any()
    *rgb, opacity = _color(curve)
    seen = opacity > _FAINT and rgb != list(background[:3])
    return bool(curve.get_visible() and has_ink and seen)


class Agent:
    """Calls functions of a namespace when the grader asks for it."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.namespace = namespace
        try:
            self.figures: Figures | None = Figures()
        except ImportError:  # an assignment without plots needs no matplotlib
            self.figures = None

    def serve(self, line: socket.socket) -> None:
        """Answer the grader's requests until it hangs up."""
        with line, line.makefile("rb") as messages:
            line.sendall(_message({"ready": True}))
            while head := messages.read(LENGTHS.size):
                line.sendall(self.answer(*map(messages.read, LENGTHS.unpack(head))))

    def answer(self, text: bytes, buffer: bytes) -> bytes:
        """The message that answers a request; it says nothing of what cannot be told."""
        tensors: Tensors = {}
        try:
            return _message(self.reply(json.loads(text), buffer, tensors), tensors)
        except Exception:
            return _message(None)

    def reply(self, request: Node, buffer: bytes, tensors: Tensors) -> Node:
        """Call the function and describe what came of it: an error, or all that it left."""
        function = self.namespace.get(request["function"])
        if not callable(function):
            return {"error": "missing"}
        sent = load(buffer)
        args = [decode(node, sent) for node in request["args"]]
        kwargs = {name: decode(node, sent) for name, node in request["kwargs"].items()}
        if self.figures:
            self.figures.forget()
        try:
            result = function(*args, **kwargs)
        except BaseException as error:  # SystemExit and KeyboardInterrupt too
            return {"error": "raised", "type": type(error).__name__}
        return {
            "result": encode(result, tensors),
            "args": [encode(value, tensors) for value in args],
            "kwargs": {name: encode(value, tensors) for name, value in kwargs.items()},
            "figures": self.figures.read(tensors) if self.figures else [],
        }


def _message(reply: Node | None, tensors: Tensors | None = None) -> bytes:
    text, buffer = json.dumps(reply).encode(), save(tensors or {})
    return LENGTHS.pack(len(text), len(buffer)) + text + buffer


def attach(namespace: dict[str, Any], descriptor: int, seed: int) -> None:
    """Answer over the socket with this number until the grader hangs up.

    Args:
        seed: makes what the student draws without a generator repeatable.
    """
    random.seed(seed)
    torch.manual_seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(seed)
    Agent(namespace).serve(socket.socket(fileno=descriptor))
