"""Turns values into plain data and back: JSON, which refers to tensors beside it in safetensors.

The grader and its agent in the kernel both write and read values so. Reading runs no code of the
sender's, and refuses data that `encode` would not write.
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

# Those that torch can compare and convert on every device.
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
ARRAYS = {str(dtype).removeprefix("torch.") for dtype in DTYPES} - {"bfloat16"}  # those of numpy

# Of a dict or set: a student can choose numbers so that each is compared with all the others.
MOST_KEYS = 10_000
NAMES = {str(dtype): dtype for dtype in vars(torch).values() if isinstance(dtype, torch.dtype)}

Node = dict[str, Any]  # a value as JSON
Tensors = dict[str, torch.Tensor]  # the tensors that nodes refer to


class Record(tuple[Any, ...]):
    """Stands for a named tuple or a dataclass's instance: its values, in order and by name.

    If there is a handle, attributes are read in the kernel: a method may have changed the object.

    Attributes:
        _names: the names of the values.
        _type: the name of the object's type.
        _handle: the handle of the object in its kernel, if any.
    """

    _names: tuple[str, ...]
    _type: str
    _handle: Handle | None

    def __new__(
        cls, kind: str, names: Iterable[str], values: Iterable[Any], handle: Handle | None = None
    ) -> Self:
        """Make a record of an object whose type is called `kind`."""
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
        """Call the object in its kernel."""
        if self._handle is None:
            raise TypeError(f"a {self._type} cannot be called here")
        return self._handle(*args, **kwargs)


class Keeper:
    """Writes and reads the values that are not sent as data.

    This base class keeps no value: it writes only the type, and reads a `Handle` that refuses all.
    """

    def written(self, value: Any) -> Node | None:  # noqa: ARG002
        """Return the JSON of a value that is not to be sent as data, though it could; else None."""
        return None

    def keep(self, value: Any) -> Node:
        """Return the JSON of a value that cannot be sent as data, or not completely."""
        return {"kind": "kept", "type": type(value).__name__}

    def read(self, node: Node) -> Any:
        """Return the value for JSON that `written` or `keep` has returned.

        Raises:
            ValueError, TypeError, LookupError: the node is malformed.
        """
        if node["kind"] == "kept" and isinstance(node["type"], str):
            return Handle(node["type"])
        raise ValueError("not a value")


KEEPER = Keeper()


def encode(
    value: Any, tensors: Tensors, *, mark_duplicates: bool = False, keeper: Keeper = KEEPER
) -> Node:
    """Turn a value into JSON; add its tensors to `tensors`.

    Args:
        mark_duplicates: write an item of a list that is the same object as an earlier item as a
            reference. Only for a reader who trusts the writer: see `decode`.
        keeper: writes the values that are not sent as data.

    Raises:
        NoAnswer: the value is, or holds, a handle that the keeper does not know.
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
            # Sorted, as a set's own order differs from process to process.
            return {"kind": kind, "items": sorted(map(write, value), key=json.dumps)}
        case slice():
            return {"kind": "slice", "items": [value.start, value.stop, value.step]}
        case _ if names := _fields_of(value):
            items = [write(getattr(value, name)) for name in names]
            kind = value._type if isinstance(value, Record) else type(value).__name__
            record = {"kind": "record", "type": kind, "names": names, "items": items}
            return keeper.keep(value) | record
        case list() | tuple() | deque():
            kind = "tuple" if isinstance(value, tuple) else "list"
            items = list(map(write, value))
            first_place: dict[int, int] = {}  # place of an object, by its id
            for place, item in enumerate(value if mark_duplicates else ()):
                if (earlier := first_place.setdefault(id(item), place)) != place:
                    items[place] = {"kind": "same", "place": earlier}
            return {"kind": kind, "items": items}
        case torch.device():
            return {"kind": "device", "name": str(value)}
        case torch.dtype():
            return {"kind": "dtype", "name": str(value)}
        case torch.Generator():
            state = encode(value.get_state(), tensors)
            return {"kind": "generator", "device": str(value.device), "state": state}
        case torch.Tensor() if _is_usable_device(value.device):  # unlike on `meta`
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
    bare_tensor = value.detach().as_subclass(torch.Tensor)
    tensors[key] = bare_tensor.cpu().clone(memory_format=torch.contiguous_format)
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
    """Return the tensors that `encode` has added, in the format of safetensors.

    These tensors are contiguous, on the CPU, and share no memory; `safetensors.torch` takes ten
    times as long, as it has to check that.
    """
    return bytes(serialize({key: _spec(tensor) for key, tensor in tensors.items()}))


def _spec(tensor: torch.Tensor) -> TensorSpec:
    dtype = str(tensor.dtype).removeprefix("torch.")
    pointer, length = tensor.data_ptr(), tensor.nbytes
    return TensorSpec(dtype=dtype, shape=tensor.shape, data_ptr=pointer, data_len=length)


def decode(
    node: Any, tensors: Tensors, *, keep_strides: bool = False, keeper: Keeper = KEEPER
) -> Any:
    """Turn the JSON of `encode` back into a value.

    Args:
        keep_strides: lay tensors out in memory as before, and restore which items are the same
            object and which tensors are no leaves. Only for a sender who is trusted: strides could
            ask for any amount of memory, and references could repeat a tensor a thousand times.
        keeper: reads the values that were not sent as data.

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
            if len(names) != len(items) or not all(isinstance(field, str) for field in names):
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
    """Return whether values can be keys of a dict: hashable, and not too many."""
    try:
        return len(values) <= MOST_KEYS and all(hash(value) is not None for value in values)
    except (NoAnswer, TypeError):
        return False


def _decode_tensor(node: Node, tensors: Tensors, keep_strides: bool) -> torch.Tensor:
    # A tensor can be referred to only once, so that a short message cannot become a huge value.
    tensor = tensors.pop(node["key"]).to(_device(node["device"]))
    if (
        keep_strides and 0 not in node["stride"]
    ):  # a stride of 0 shares memory, so copying into it fails
        tensor = tensor.new_empty_strided(tensor.shape, node["stride"]).copy_(tensor)
    tensor.requires_grad_(node.get("requires_grad") is True)
    tensor.grad = decode(node.get("grad"), tensors, keep_strides=keep_strides)
    if keep_strides and tensor.requires_grad and not node["is_leaf"]:
        with torch.enable_grad():
            return tensor.clone()
    return tensor


CHANGEABLE = (torch.Tensor, torch.Generator, list, tuple, dict, set)  # types that a call can change


def restore(original: Any, changed: Any) -> None:
    """Change arguments of a call, in place, as the function has changed the copies of them.

    Raises:
        ValueError: the copy has become something of another kind.
    """
    match original, changed:
        case torch.Tensor(), torch.Tensor():
            try:
                original.data = changed.detach()
                original.requires_grad_(changed.requires_grad).grad = changed.grad
            except RuntimeError as error:
                raise ValueError("a tensor has become another one") from error
        case torch.Generator(), torch.Generator():
            original.set_state(changed.get_state())
        case list(), list() if len(original) != len(changed):
            original[:] = changed
        case list(), list():
            original[:] = map(_restored_item, original, changed)
        case tuple(), tuple() if len(original) == len(changed):
            for pair in zip(original, changed, strict=True):
                restore(*pair)
        case dict(), dict():
            changed_items = {
                k: _restored_item(original[k], v) if k in original else v
                for k, v in changed.items()
            }
            original.clear()
            original.update(changed_items)
        case set(), set():
            original.clear()
            original.update(changed)
        case _ if is_changing_table(original) and type(original) is type(changed):
            original.__init__(changed)  # replaces the content
        case _ if _can_change(original):
            raise ValueError("an argument has become something else")


def _can_change(value: Any) -> bool:
    return isinstance(value, CHANGEABLE) or is_changing_table(value)


def _restored_item(original: Any, changed: Any) -> Any:
    """Return the item of a list or dict after a call: the original, if it can be changed."""
    if not _can_change(original):
        return changed
    restore(original, changed)
    return original


def _device(name: str) -> torch.device:
    device = torch.device(name)
    if not _is_usable_device(device):
        raise ValueError(f"no numbers can be read from the device {device.type}")
    return device


def _is_usable_device(device: torch.device) -> bool:
    accelerator = torch.accelerator.current_accelerator()
    return device.type == "cpu" or (accelerator is not None and device.type == accelerator.type)
