"""Values as plain data: JSON, which refers to tensors that are kept beside it by safetensors.

The grader and its agent in the kernel write and read them alike. Reading runs no code of the
sender's, and whatever is not written as `encode` would write it is refused.
"""

from __future__ import annotations

import dataclasses
import json
from collections import deque
from collections.abc import Iterable
from functools import partial
from typing import Any, Self

import numpy as np
import torch
from safetensors import TensorSpec, serialize

from grading.sandbox.handle import Handle, NoAnswer
from grading.sandbox.tables import decode_table, encode_table, is_changing_table

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
ARRAYS = {str(dtype).removeprefix("torch.") for dtype in DTYPES} - {"bfloat16"}  # numpy's too

# Of a dict or set: numbers can be chosen so that each is compared with all the others.
MOST_KEYS = 10_000
NAMES = {str(dtype): dtype for dtype in vars(torch).values() if isinstance(dtype, torch.dtype)}

Node = dict[str, Any]  # a value as JSON
Tensors = dict[str, torch.Tensor]  # the tensors that nodes refer to


class Record(tuple[Any, ...]):
    """Stands for a named tuple or a dataclass's instance: the values, in order and by their names.

    Where the kernel has the object, that is asked for attributes: a method may have changed it.

    Attributes:
        _names: of the values.
        _type: the name of the type.
        _handle: of the object.
    """

    _names: tuple[str, ...]
    _type: str
    _handle: Handle | None

    def __new__(
        cls, kind: str, names: Iterable[str], values: Iterable[Any], handle: Handle | None = None
    ) -> Self:
        """Make a record of the type that is called `kind`."""
        self = super().__new__(cls, values)
        self._type, self._names, self._handle = kind, tuple(names), handle
        return self

    def __getattr__(self, name: str) -> Any:
        if self._handle is not None:
            return getattr(self._handle, name)
        if name.startswith("__") or name not in self._names:
            raise AttributeError(f"{self._type} has no {name}")
        return self[self._names.index(name)]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object."""
        if self._handle is None:
            raise TypeError(f"a {self._type} cannot be called here")
        return self._handle(*args, **kwargs)


class Keeper:
    """Says how values are written that are not sent as data, and reads them.

    This keeps nothing: of what is no data, its type is sent, and read as a `Handle` of nothing.
    """

    def written(self, value: Any) -> Node | None:  # noqa: ARG002
        """Return how a value is written if it is not to be sent, though it could be."""
        return None

    def keep(self, value: Any) -> Node:
        """Return how a value is written that cannot be sent, or not only."""
        return {"kind": "kept", "type": type(value).__name__}

    def read(self, node: Node) -> Any:
        """Return the value that was written so.

        Raises:
            ValueError, TypeError, LookupError: the node is malformed.
        """
        if node["kind"] == "kept" and isinstance(node["type"], str):
            return Handle(node["type"])
        raise ValueError("not a value")


KEEPER = Keeper()


def encode(
    value: Any, tensors: Tensors, *, keep_identity: bool = False, keeper: Keeper = KEEPER
) -> Node:
    """Turn a value into JSON; its tensors are added to `tensors`.

    Args:
        keep_identity: say where an item of a list is the same object as an earlier one. Only for
            a reader who trusts us: see `decode`.
        keeper: writes what is not sent as data.

    Raises:
        NoAnswer: it is, or holds, a handle that the keeper does not know.
    """
    if node := keeper.written(value):
        return node
    if isinstance(value, Handle):
        value._refuse()
    write = partial(encode, tensors=tensors, keeper=keeper)
    match value:
        case None | bool() | int() | str():
            return {"kind": "plain", "value": value}
        case float():
            return {"kind": "float", "hex": value.hex()}
        case complex():
            return {"kind": "complex", "hex": [value.real.hex(), value.imag.hex()]}
        case bytes() | bytearray():
            return {"kind": "bytes", "hex": value.hex()}
        case dict():
            items = list(map(write, value.values()))
            return {"kind": "dict", "keys": list(map(write, value)), "items": items}
        case set() | frozenset():
            kind = "set" if isinstance(value, set) else "frozenset"
            # In an order that is the same in every process, unlike a set's own.
            return {"kind": kind, "items": sorted(map(write, value), key=json.dumps)}
        case slice():
            return {"kind": "slice", "items": [value.start, value.stop, value.step]}
        case _ if names := _fields_of(value):
            items = [write(getattr(value, name)) for name in names]
            kind = value._type if isinstance(value, Record) else type(value).__name__
            own = {"kind": "record", "type": kind, "names": names, "items": items}
            return keeper.keep(value) | own
        case list() | tuple() | deque():
            kind = "tuple" if isinstance(value, tuple) else "list"
            items = list(map(write, value))
            first: dict[int, int] = {}  # place of an object, by its id
            for place, item in enumerate(value if keep_identity else ()):
                if (earlier := first.setdefault(id(item), place)) != place:
                    items[place] = {"kind": "same", "place": earlier}
            return {"kind": kind, "items": items}
        case torch.device():
            return {"kind": "device", "name": str(value)}
        case torch.dtype():
            return {"kind": "dtype", "name": str(value)}
        case torch.Generator():
            state = encode(value.get_state(), tensors)
            return {"kind": "generator", "device": str(value.device), "state": state}
        case torch.Tensor() if _has_numbers(value.device):  # unlike on `meta`
            return _encode_tensor(value, tensors)
        case np.ndarray() | np.generic() if value.dtype.name in ARRAYS:
            numbers = torch.from_numpy(np.array(value, order="C"))
            is_scalar = isinstance(value, np.generic)
            return {"kind": "array", "scalar": is_scalar, "numbers": encode(numbers, tensors)}
        case _:
            return encode_table(value, write) or keeper.keep(value)


def has_fields(value: Any) -> bool:
    """Return whether a value is a named tuple or a dataclass's instance."""
    return bool(_fields_of(value))


def _fields_of(value: Any) -> list[str]:
    """Return the names of the fields of a named tuple or a dataclass's instance."""
    if isinstance(value, Record):
        return list(value._names)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [field.name for field in dataclasses.fields(value)]
    names = getattr(type(value), "_fields", ()) if isinstance(value, tuple) else ()
    return [name for name in names if isinstance(name, str)]


def _encode_tensor(value: torch.Tensor, tensors: Tensors) -> Node:
    key = str(len(tensors))
    plain = value.detach().as_subclass(torch.Tensor)
    tensors[key] = plain.cpu().clone(memory_format=torch.contiguous_format)
    return {
        "kind": "tensor",
        "key": key,
        "stride": list(value.stride()),
        "device": str(value.device),
        "requires_grad": value.requires_grad,
        "is_leaf": value.is_leaf,
        "grad": encode(value.grad if value.is_leaf else None, tensors),
    }


def save(tensors: Tensors) -> bytes:
    """Return the tensors that `encode` has added, as safetensors writes them.

    They are contiguous, on the CPU, and share no memory; `safetensors.torch` takes ten times as
    long, as it has to find that out.
    """
    return bytes(serialize({key: _spec(tensor) for key, tensor in tensors.items()}))


def _spec(tensor: torch.Tensor) -> TensorSpec:
    dtype = str(tensor.dtype).removeprefix("torch.")
    pointer, length = tensor.data_ptr(), tensor.nbytes
    return TensorSpec(dtype=dtype, shape=tensor.shape, data_ptr=pointer, data_len=length)


def decode(
    node: Any, tensors: Tensors, *, keep_strides: bool = False, keeper: Keeper = KEEPER
) -> Any:
    """Turn what `encode` wrote back into a value.

    Args:
        keep_strides: lay tensors out in memory as they were, and keep what is one object, or
            part of a graph, so. Only for a sender who is trusted: strides could ask for any
            amount of memory, and one tensor in a thousand places for much to judge.
        keeper: reads what was not sent as data.

    Raises:
        ValueError, TypeError, LookupError, RuntimeError: the node is malformed.
    """
    read = partial(decode, tensors=tensors, keep_strides=keep_strides, keeper=keeper)
    match node:
        case {"kind": "plain", "value": None | bool() | int() | str() as value}:
            return value
        case {"kind": "float", "hex": str(digits)}:
            return float.fromhex(digits)
        case {"kind": "complex", "hex": [str(real), str(imaginary)]}:
            return complex(float.fromhex(real), float.fromhex(imaginary))
        case {"kind": "bytes", "hex": str(digits)}:
            return bytes.fromhex(digits)
        case {"kind": "dict", "keys": list(keys), "items": list(items)} if len(keys) == len(items):
            names, values = list(map(read, keys)), list(map(read, items))
            return dict(zip(names, values, strict=True)) if _can_be_keys(names) else Handle("dict")
        case {"kind": "set" | "frozenset" as kind, "items": list(items)}:
            values = list(map(read, items))
            collection = set if kind == "set" else frozenset
            return collection(values) if _can_be_keys(values) else Handle(kind)
        case {"kind": "slice", "items": [start, stop, step]}:
            return slice(start, stop, step)
        case {"kind": "record", "type": str(name), "names": list(names), "items": list(items)}:
            if len(names) != len(items) or not all(isinstance(each, str) for each in names):
                raise ValueError("a record's values have names")
            handle = keeper.read(node | {"kind": "kept"})
            return Record(name, names, map(read, items), handle if handle._use else None)
        case {"kind": "list" | "tuple" as kind, "items": list(items)}:
            values = []
            for item in items:
                if keep_strides and item["kind"] == "same":
                    values.append(values[item["place"]])
                else:
                    values.append(read(item))
            return values if kind == "list" else tuple(values)
        case {"kind": "device", "name": str(name)}:
            return torch.device(name)
        case {"kind": "dtype", "name": str(name)}:
            return NAMES[name]
        case {"kind": "generator", "device": str(name), "state": dict(state)}:
            return torch.Generator(_device(name)).set_state(decode(state, tensors))
        case {"kind": "tensor", "key": str(key), "device": str()} if tensors[key].dtype in DTYPES:
            return _decode_tensor(node, tensors, keep_strides)
        case {"kind": "array", "scalar": bool(is_scalar), "numbers": {"kind": "tensor"} as numbers}:
            array = decode(numbers, tensors).detach().cpu().numpy()
            return array.reshape(())[()] if is_scalar else array
        case {"kind": "frame" | "series" | "index"}:
            return decode_table(node, read)
        case {"kind": str()}:
            return keeper.read(node)
    raise ValueError("not a value")


def _can_be_keys(values: list[Any]) -> bool:
    """Return whether values can be told from each other, and are not too many for that."""
    try:
        return len(values) <= MOST_KEYS and all(hash(value) is not None for value in values)
    except (NoAnswer, TypeError):
        return False


def _decode_tensor(node: Node, tensors: Tensors, keep_strides: bool) -> torch.Tensor:
    # A tensor can be referred to only once: what is sent bounds what there is to judge.
    tensor = tensors.pop(node["key"]).to(_device(node["device"]))
    if keep_strides and 0 not in node["stride"]:  # where elements share memory, none can be set
        tensor = tensor.new_empty_strided(tensor.shape, node["stride"]).copy_(tensor)
    tensor.requires_grad_(node.get("requires_grad") is True)
    tensor.grad = decode(node.get("grad"), tensors, keep_strides=keep_strides)
    if keep_strides and tensor.requires_grad and not node["is_leaf"]:
        with torch.enable_grad():
            return tensor.clone()
    return tensor


PARTS = (torch.Tensor, torch.Generator, list, tuple, dict, set)  # which a call can change


def restore(mine: Any, theirs: Any) -> None:
    """Do to the arguments of a call what the function did to the copies that it was sent.

    Raises:
        ValueError: it made them into something else.
    """
    match mine, theirs:
        case torch.Tensor(), torch.Tensor():
            try:
                mine.data = theirs.detach()
                mine.requires_grad_(theirs.requires_grad).grad = theirs.grad
            except RuntimeError as error:
                raise ValueError("a tensor has become another one") from error
        case torch.Generator(), torch.Generator():
            mine.set_state(theirs.get_state())
        case list(), list() if len(mine) != len(theirs):
            mine[:] = theirs
        case list(), list():
            mine[:] = map(_restored, mine, theirs)
        case tuple(), tuple() if len(mine) == len(theirs):
            for pair in zip(mine, theirs, strict=True):
                restore(*pair)
        case dict(), dict():
            left = {k: _restored(mine[k], v) if k in mine else v for k, v in theirs.items()}
            mine.clear()
            mine.update(left)
        case set(), set():
            mine.clear()
            mine.update(theirs)
        case _ if is_changing_table(mine) and type(mine) is type(theirs):
            mine.__init__(theirs)  # all that is in it becomes theirs
        case _ if _can_change(mine):
            raise ValueError("an argument has become something else")


def _can_change(value: Any) -> bool:
    return isinstance(value, PARTS) or is_changing_table(value)


def _restored(mine: Any, theirs: Any) -> Any:
    """Return what stands in a list or dict after a call, in the place of a value of ours."""
    if not _can_change(mine):
        return theirs
    restore(mine, theirs)
    return mine


def _device(name: str) -> torch.device:
    device = torch.device(name)
    if not _has_numbers(device):
        raise ValueError(f"no numbers can be read from the device {device.type}")
    return device


def _has_numbers(device: torch.device) -> bool:
    """Whether it is the CPU, or of the kind of accelerator that this torch is made for."""
    accelerator = torch.accelerator.current_accelerator()
    return device.type == "cpu" or (accelerator is not None and device.type == accelerator.type)
