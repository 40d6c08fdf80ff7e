"""Writes requests to a student's kernel, and reads the replies, which nobody trusts.

A reply is JSON that must fit the models below, and one safetensors buffer with its tensors. Both
are plain data, so reading a reply runs no code of the sender's. A reply that does not fit is
refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, Literal

import torch
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)
from safetensors.torch import load

from grading.sandbox.handle import How, NoAnswer
from grading.sandbox.values import KEEPER, Keeper, Node, Tensors, decode, encode, save

# What a function of the grader's may raise in a kernel, where other errors become RuntimeErrors.
RAISED: tuple[str, ...] = ("AttributeError", "IndexError", "KeyError", "NotImplementedError")
RAISED += ("TypeError", "ValueError", "ZeroDivisionError")
INSTEAD = "send numbers, text, tensors, arrays, lists, dicts, functions, or what came from there"
MAX_PARTS = (
    1000  # of a reply's figures, and of a figure's parts: reading them takes the grader time
)


class InvalidReply(Exception):
    """A reply is not one that the agent would send."""


def _decode(node: Any, info: ValidationInfo) -> Any:
    tensors, keeper = info.context or ({}, KEEPER)
    return decode(node, tensors, keeper=keeper)


def _points(width: int, value: Any) -> torch.Tensor:
    if not (isinstance(value, torch.Tensor) and value.ndim == 2 and value.shape[1] == width):
        raise ValueError(f"points are a tensor of shape (n, {width})")
    return value.detach().to("cpu", torch.float64)


def _pixels(value: Any) -> torch.Tensor | None:
    if value is not None and not (isinstance(value, torch.Tensor) and value.ndim in (2, 3)):
        raise ValueError("pixels are a tensor of two or three dimensions")
    return value if value is None else value.detach().to("cpu", torch.float64)


Value = Annotated[Any, BeforeValidator(_decode)]
Points = Annotated[Any, BeforeValidator(partial(_points, 2)), BeforeValidator(_decode)]
Boxes = Annotated[Any, BeforeValidator(partial(_points, 4)), BeforeValidator(_decode)]
Pixels = Annotated[Any, BeforeValidator(_pixels), BeforeValidator(_decode)]


class Model(BaseModel):
    """A part of a reply."""

    model_config = ConfigDict(strict=True, frozen=True)


class Tick(Model):
    """A text at a place of an axis.

    Attributes:
        at: the place, on the axis' own scale.
        label: the text.
    """

    at: float
    label: str


class Axes(Model):
    """One coordinate system of a figure.

    Attributes:
        visible: whether a reader sees the axes.
        box: the place in the figure: left, bottom, width and height.
        title, xlabel, ylabel: the texts; empty where there is none.
        xlim, ylim: where an axis begins, and where it ends.
        xscale, yscale: `linear`, `log`, …; of a system that is not rectangular, its name.
        xticks, yticks: the texts on an axis; none for an axis with its own numbers.
    """

    visible: bool
    box: list[float] = Field(min_length=4, max_length=4)
    title: str = ""
    xlabel: str
    ylabel: str
    xlim: list[float] = Field(min_length=2, max_length=2)
    ylim: list[float] = Field(min_length=2, max_length=2)
    xscale: str
    yscale: str
    xticks: list[Tick] = Field(default=[], max_length=MAX_PARTS)
    yticks: list[Tick] = Field(default=[], max_length=MAX_PARTS)


class Curve(Model):
    """A line, or a cloud of points.

    Attributes:
        points: (n, 2) float64 tensor on the CPU, x and y; NaN where there is a gap.
        axes: index into the figure's `axes`.
        visible: False if the style of the curve, or of its axes, hides the curve.
        is_whole: False if part of the curve lies outside of its axes or of the figure.
        in_data_units: False for a decoration such as `axhline`.
    """

    points: Points
    axes: int
    visible: bool
    is_whole: bool
    in_data_units: bool


class Bars(Curve):
    """Bars that were drawn together, such as a histogram; also as `stairs` or as an outline.

    Attributes:
        points: (n, 4) float64 tensor on the CPU: left, bottom, width and height of each bar.
    """

    points: Boxes


class Area(Curve):
    """A filled area; its `points` are the corners of its outline."""


class Image(Model):
    """An image.

    Attributes:
        pixels: the numbers given to `imshow`, as a float64 tensor on the CPU; None where there are
            more than a hundred thousand.
        extent: left, right, bottom and top, on the axes' own scales.
        axes: index into the figure's `axes`.
        visible: whether a reader sees the image.
    """

    pixels: Pixels
    extent: list[float] = Field(min_length=4, max_length=4)
    axes: int
    visible: bool


class Text(Model):
    """A text in the axes.

    Attributes:
        text: the text itself.
        x, y: the place, on the axes' own scales; for the text of an arrow, the arrow's point.
        axes: index into the figure's `axes`.
    """

    text: str
    x: float
    y: float
    axes: int


class LegendEntry(Model):
    """A line of a legend.

    Attributes:
        label: the line's text.
        curves, bars, areas: indices of the figure's series that look like the sample beside the
            label.
    """

    label: str
    curves: list[int]
    bars: list[int] = []
    areas: list[int] = []


class Figure(Model):
    """A figure as plain numbers.

    Attributes:
        size: width and height, in inches.
        title: the title of the whole figure; empty where there is none.
        axes: the coordinate systems, as `Axes`.
        curves, bars, areas, images, texts: what is drawn in the axes, as `Curve`, `Bars`, ….
        legend: the lines of the legends, as `LegendEntry`.
    """

    size: list[float] = Field(min_length=2, max_length=2)
    title: str = ""
    axes: list[Axes] = Field(max_length=MAX_PARTS)
    curves: list[Curve] = Field(max_length=MAX_PARTS)
    bars: list[Bars] = Field(default=[], max_length=MAX_PARTS)
    areas: list[Area] = Field(default=[], max_length=MAX_PARTS)
    images: list[Image] = Field(default=[], max_length=MAX_PARTS)
    texts: list[Text] = Field(default=[], max_length=MAX_PARTS)
    legend: list[LegendEntry] = Field(max_length=MAX_PARTS)

    def curves_of(self, entry: LegendEntry) -> list[int]:
        """Return the indices of the curves that a line of the legend is for.

        Where the sample is of an area, that is the area's upper edge, if the edge is drawn.
        """
        edges = [self._upper_edge(self.areas[index]) for index in entry.areas]
        return sorted({*entry.curves, *(edge for edge in edges if edge is not None)})

    def _upper_edge(self, area: Area) -> int | None:
        corners = set(map(tuple, area.points.tolist()))
        heights = {
            index: float(curve.points[:, 1].mean())
            for index, curve in enumerate(self.curves)
            if curve.axes == area.axes
            and len(curve.points) > 1
            and corners.issuperset(map(tuple, curve.points.tolist()))
        }
        return max(heights, key=heights.__getitem__, default=None)

    @model_validator(mode="after")
    def _check_indices(self) -> Figure:
        for kind, series in (("curves", self.curves), ("bars", self.bars), ("areas", self.areas)):
            indices = [index for entry in self.legend for index in getattr(entry, kind)]
            if len(indices) > MAX_PARTS:
                raise ValueError(f"the legend names too many {kind}")
            if any(not 0 <= index < len(series) for index in indices):
                raise ValueError(f"a legend entry is for {kind} that do not exist")
        parts: list[Curve | Image | Text] = [*self.curves, *self.bars, *self.areas]
        if any(not 0 <= part.axes < len(self.axes) for part in [*parts, *self.images, *self.texts]):
            raise ValueError("a part is on axes that do not exist")
        return self


class Reply(Model):
    """The result of a call in the kernel, and its effects.

    Attributes:
        result: the value that the function returned.
        args, kwargs: the arguments after the call; None if the function changed no argument.
        figures: every figure drawn during the call.
        drew_by_default: whether the call took random numbers from torch's default generator on the
            CPU.
        changed_modes: names of torch's modes that have changed, in this call or an earlier one.
        shares_memory: whether the result is a tensor that shares its memory with an argument.
    """

    result: Value
    args: list[Value] | None = None
    kwargs: dict[str, Value] | None = None
    figures: list[Figure] = Field(max_length=MAX_PARTS)
    drew_by_default: bool = False
    changed_modes: list[str] = Field(default=[], max_length=MAX_PARTS)
    shares_memory: bool = False


class Question(Model):
    """A call, by the student's code, of a function that runs in the grader.

    The function stands in for an earlier exercise's, or was passed by a check.
    """

    ask: str
    args: list[Value]
    kwargs: dict[str, Value]


class Failure(Model):
    """A call that gave no value.

    Attributes:
        type: name of the exception's type; or of the type of the value in the function's place.
        kinds: names of the built-in types that the exception is an instance of, the nearest first.
        met_full_device: whether the exception says that the accelerator has no memory left.
    """

    error: Literal["missing", "raised"]
    type: str = ""
    kinds: list[str] = Field(default=[], max_length=MAX_PARTS)
    met_full_device: bool = False


def write_request(
    how: How,
    target: str | int,
    args: Sequence[Any],
    kwargs: dict[str, Any],
    *,
    keeper: Keeper = KEEPER,
    **options: Any,
) -> tuple[Node, bytes]:
    """Return a request to use a value in the kernel, as JSON and a buffer.

    Args:
        how: the use: call the value, send it back, read an attribute or an item, or iterate.
        target: a name or an expression of the notebook's, or the number of a handle's value.
        keeper: writes the arguments that are not sent as data.
        options: further entries of the request for the agent.

    Raises:
        TypeError: an argument cannot be sent to a kernel.
        NoAnswer: an argument is, or holds, a handle that no kernel can be asked about.
    """
    tensors: Tensors = {}
    write = partial(encode, tensors=tensors, mark_duplicates=True, keeper=keeper)
    nodes, keywords = list(map(write, args)), {name: write(value) for name, value in kwargs.items()}
    places = [str(place) for place in range(len(nodes))] + list(keywords)
    for place, node in zip(places, [*nodes, *keywords.values()], strict=True):
        if unsendable := _find_unsendable(node, f"argument {place}"):
            raise TypeError(f"{target}: {unsendable}, which cannot be sent to a kernel: {INSTEAD}")
    return {"how": how, "target": target, "args": nodes, "kwargs": keywords} | options, save(
        tensors
    )


def write_answer(reply: Reply | Failure) -> tuple[Node, bytes]:
    """Return the answer to a kernel that has called a function of the grader's."""
    if isinstance(reply, Failure):
        return {"error": reply.type if reply.type in RAISED else "RuntimeError"}, b""
    tensors: Tensors = {}
    try:
        answer = {"result": encode(reply.result, tensors)}
    except NoAnswer:
        return {"error": "RuntimeError"}, b""
    if _find_unsendable(answer["result"], ""):
        return {"error": "RuntimeError"}, b""
    if reply.args is not None and reply.kwargs is not None:
        answer["args"] = encode(reply.args, tensors)
        answer["kwargs"] = {name: encode(value, tensors) for name, value in reply.kwargs.items()}
    return answer, save(tensors)


def _find_unsendable(node: Node, place: str) -> str:
    """Return where an argument contains a value that cannot be sent, and its type; or nothing."""
    if node["kind"] == "kept" and "handle" not in node and "ask" not in node:
        return f"{place} is of type {node['type']}"
    keys, items = node.get("keys", []), node.get("items", []) if node["kind"] != "slice" else []
    places = [repr(key.get("value", "…")) for key in keys] or range(len(items))
    parts = [(f"a key of {place}", key) for key in [*keys, *node.get("heads", [])]]
    parts += [(f"{place}[{name}]", item) for name, item in zip(places, items, strict=True)]
    return next(
        filter(None, (_find_unsendable(part, part_place) for part_place, part in parts)), ""
    )


def read_reply(data: Any, buffer: bytes, keeper: Keeper = KEEPER) -> Reply | Failure | Question:
    """Read a message from the agent: a reply or a failure, or a question that comes first.

    Args:
        keeper: reads the values of a reply that were not sent as data. A question is data only.

    Raises:
        InvalidReply: the message is not one that the agent would send.
    """
    try:
        if isinstance(data, dict) and "error" in data:
            return Failure.model_validate(data)
        if isinstance(data, dict) and "ask" in data:
            return Question.model_validate(data, context=(load(buffer), KEEPER))
        return Reply.model_validate(data, context=(load(buffer), keeper))
    except Exception as error:  # pydantic, safetensors and torch each have their own
        raise InvalidReply(str(error)) from error
