"""What may come back from a student's kernel, and how it is read.

A reply is JSON that must fit the models below, and one safetensors buffer with its numbers.
Both are plain data: reading them runs no code of the sender. Whatever does not fit is refused
with `Unreadable`, never guessed at.
"""

from __future__ import annotations

from dataclasses import dataclass
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
from safetensors.torch import load, save

from grading.sandbox import agent

# What torch can compare and convert on every device; there are odder ones.
DTYPES = {
    torch.bool,
    torch.uint8,
    torch.int8,
    torch.int16,
    torch.int32,
    torch.int64,
    torch.float16,
    torch.bfloat16,
    torch.float32,
    torch.float64,
    torch.complex64,
}
MOST = 1000  # figures, and parts of a figure: reading them takes the grader time


class Unreadable(Exception):
    """The reply is not one that the agent would send."""


@dataclass(frozen=True)
class Other:
    """A value that is no data to us (an array, a function, a dict, …): only its type's name."""

    type: str


def read_value(node: Any, tensors: agent.Tensors) -> Any:
    """Read a value that `agent.encode` wrote, trusting nothing about it.

    Raises:
        ValueError, TypeError, LookupError, RuntimeError: the node is malformed.
    """
    match node:
        case {"kind": "plain", "value": None | bool() | int() | str() as value}:
            return value
        case {"kind": "float", "hex": str(digits)}:
            return float.fromhex(digits)
        case {"kind": "list", "items": list(items)}:
            return [read_value(item, tensors) for item in items]
        case {"kind": "tuple", "items": list(items)}:
            return tuple(read_value(item, tensors) for item in items)
        case {"kind": "device", "name": str(name)}:
            return _device(name)
        case {"kind": "generator", "device": str(name), "state": dict(state)}:
            return torch.Generator(_device(name)).set_state(read_value(state, tensors))
        case {"kind": "tensor", "key": str(key), "device": str(name)} if (
            tensors[key].dtype in DTYPES
        ):
            # Each tensor is there once: what is sent bounds what there is to judge.
            tensor = tensors.pop(key).to(_device(name))
            tensor.requires_grad_(node.get("requires_grad") is True)
            tensor.grad = read_value(node.get("grad"), tensors)
            return tensor
        case {"kind": "other", "type": str(name)}:
            return Other(name)
    raise ValueError("not a value")


def _device(name: str) -> torch.device:
    device = torch.device(name)
    if device.type not in ("cpu", "cuda"):
        raise ValueError(f"no numbers can be read from the device {device.type}")
    return device


def _with_tensors(node: Any, info: ValidationInfo) -> Any:
    try:
        return read_value(node, info.context or {})
    except (TypeError, LookupError, RuntimeError, OverflowError) as error:
        raise ValueError(str(error)) from error


def _points(value: Any) -> torch.Tensor:
    if not (isinstance(value, torch.Tensor) and value.ndim == 2 and value.shape[1] == 2):
        raise ValueError("points are a tensor of shape (n, 2)")
    return value.detach().to("cpu", torch.float64)


Value = Annotated[Any, BeforeValidator(_with_tensors)]
Points = Annotated[Any, BeforeValidator(_points), BeforeValidator(_with_tensors)]


class Model(BaseModel):
    """A part of a reply."""

    model_config = ConfigDict(strict=True, frozen=True)


class Axes(Model):
    """One coordinate system of a figure."""

    visible: bool
    xlabel: str
    ylabel: str
    xlim: list[float] = Field(min_length=2, max_length=2)
    ylim: list[float] = Field(min_length=2, max_length=2)
    xscale: str
    yscale: str


class Curve(Model):
    """A line, or a cloud of points.

    Attributes:
        points: (n, 2) float64 tensor on the CPU, x and y; NaN where there is a gap.
        axes: index into the figure's `axes`.
        visible: False where its style, or that of its axes, hides it.
        in_data_units: False for a decoration such as `axhline`.
    """

    points: Points
    axes: int
    visible: bool
    in_data_units: bool


class LegendEntry(Model):
    """A label, and the indices of the figure's curves that look like the sample beside it."""

    label: str
    curves: list[int]


class Figure(Model):
    """A figure as plain numbers; `size` is width and height in inches."""

    size: list[float] = Field(min_length=2, max_length=2)
    axes: list[Axes] = Field(max_length=MOST)
    curves: list[Curve] = Field(max_length=MOST)
    legend: list[LegendEntry] = Field(max_length=MOST)

    @model_validator(mode="after")
    def _check_indices(self) -> Figure:
        named = [index for entry in self.legend for index in entry.curves]
        if any(not 0 <= index < len(self.curves) for index in named):
            raise ValueError("a legend entry for a curve that there is not")
        if any(not 0 <= curve.axes < len(self.axes) for curve in self.curves):
            raise ValueError("a curve on axes that there are not")
        return self


class Reply(Model):
    """What one call left behind.

    Attributes:
        result: the function's value.
        args, kwargs: the arguments as the function left them.
        figures: every figure drawn during the call.
    """

    result: Value
    args: list[Value]
    kwargs: dict[str, Value]
    figures: list[Figure] = Field(max_length=MOST)


class Failure(Model):
    """A call that gave no value; `type` is the name of the exception's type."""

    error: Literal["missing", "raised"]
    type: str = ""


def write_request(function: str, args: Any, kwargs: dict[str, Any]) -> tuple[agent.Node, bytes]:
    """Write the request for a call: its JSON and its buffer.

    Raises:
        TypeError: an argument is no data that a kernel could be sent.
    """
    tensors: agent.Tensors = {}
    nodes = [agent.encode(value, tensors) for value in args]
    named = {name: agent.encode(value, tensors) for name, value in kwargs.items()}
    if any(map(_has_other, [*nodes, *named.values()])):
        raise TypeError(f"an argument of {function} is no data that a kernel can be sent")
    return {"function": function, "args": nodes, "kwargs": named}, save(tensors)


def _has_other(node: agent.Node) -> bool:
    return node["kind"] == "other" or any(map(_has_other, node.get("items", [])))


def read_reply(data: Any, buffer: bytes) -> Reply | Failure:
    """Read the agent's answer to a call.

    Raises:
        Unreadable: it is not one that the agent would send.
    """
    try:
        if isinstance(data, dict) and "error" in data:
            return Failure.model_validate(data)
        return Reply.model_validate(data, context=load(buffer))
    except Exception as error:  # pydantic, safetensors and torch each have their own
        raise Unreadable(str(error)) from error
