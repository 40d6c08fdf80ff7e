"""A second device that takes no hardware: `emulated:0`, whose numbers lie in the CPU's memory.

A process that has imported this module has it, and it is `torch.accelerator`'s there. As CUDA does,
it refuses to mix devices, to draw from another device's generator and to become a numpy array. What
it cannot show: a device's own rounding and speed, memory that runs out, work that is still going on
when a call returns, a context that does not survive a fork, a driver in confinement, a second card.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from weakref import WeakValueDictionary

import torch
from torch.utils import _pytree as pytree
from torch.utils._python_dispatch import return_and_correct_aliasing
from torch.utils.backend_registration import (
    _DummyBackendModule,
    _setup_privateuseone_for_python_backend,
)

NAME = "emulated"
aten = torch.ops.aten
COPIES = (aten._to_copy.default, aten.copy_.default)  # from one device to another
INDEXING = (aten.index.Tensor, aten.index_put_.default, aten._index_put_impl_.default)
# Operations of the CPU's that may be given a generator.
DRAWING = """
    bernoulli.out bernoulli_.Tensor bernoulli_.float exponential_ multinomial normal_
    normal.Tensor_Tensor normal.Tensor_float normal.float_Tensor random_ random_.from random_.to
    randperm.generator_out uniform_
"""


class Backend(_DummyBackendModule):
    """What torch asks a device's module for."""

    def manual_seed_all(self, seed: int) -> None:
        default_generator.manual_seed(seed)


_setup_privateuseone_for_python_backend(NAME, Backend())
CPU, DEVICE = torch.device("cpu"), torch.device(NAME, 0)


class OnDevice(torch.Tensor):
    """A tensor that says it is on the device; `on_cpu` holds its numbers."""

    on_cpu: torch.Tensor

    @staticmethod
    def __new__(cls, on_cpu: torch.Tensor) -> OnDevice:
        self = torch.Tensor._make_wrapper_subclass(
            cls,
            on_cpu.size(),
            strides=on_cpu.stride(),
            storage_offset=on_cpu.storage_offset(),
            dtype=on_cpu.dtype,
            layout=on_cpu.layout,
            device=DEVICE,
        )
        self.on_cpu = on_cpu
        return self

    def __repr__(self, **_: Any) -> str:
        return f"{self.on_cpu!r} on {DEVICE}"

    def tolist(self) -> Any:
        return self.on_cpu.tolist()

    def numpy(self, **_: Any) -> Any:
        raise TypeError(
            f"can't convert {DEVICE} device type tensor to numpy. Use Tensor.cpu() to copy the "
            "tensor to host memory first."
        )

    def backward(self, gradient: torch.Tensor | None = None, *rest: Any, **options: Any) -> None:
        if gradient is not None and not isinstance(gradient, OnDevice):  # the process would end
            raise RuntimeError(f"invalid gradient: expected device {DEVICE} but got cpu")
        super().backward(gradient, *rest, **options)

    def untyped_storage(self) -> torch.UntypedStorage:
        return self.on_cpu.untyped_storage()

    def as_subclass(self, _: type) -> OnDevice:  # it would lose its numbers
        return self

    @property
    def data(self) -> torch.Tensor:
        return self.detach()

    @data.setter
    def data(self, other: OnDevice) -> None:
        torch.Tensor.data.__set__(self, other)
        self.on_cpu = other.on_cpu

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return _run(func, args, kwargs or {})


class _AnyGenerator(type(torch._C.Generator)):
    def __instancecheck__(cls, thing: object) -> bool:
        return isinstance(thing, torch._C.Generator)


class Generator(torch._C.Generator, metaclass=_AnyGenerator):
    """torch's own, or one of the device's: that draws from its state on the CPU."""

    device = DEVICE

    def __new__(cls, device: Any = "cpu") -> Any:
        if torch.device(device).type != NAME:
            return torch._C.Generator(device)
        self = super().__new__(cls)
        _on_device[self._cdata] = self
        return self

    def __init__(self, device: Any = "cpu") -> None:
        pass


# By what torch's operations know of one: not the object itself.
_on_device: WeakValueDictionary[int, Generator] = WeakValueDictionary()
torch.Generator = Generator
default_generator = Generator(DEVICE)


def _run(func: Any, args: Any, kwargs: Any) -> Any:
    """Do on the CPU what is asked of the device."""
    is_indexing = func in INDEXING and isinstance(args[0], OnDevice)
    may_mix = func in COPIES or is_indexing
    plain_args, plain = _plain(args, may_mix), {k: _plain(v, may_mix) for k, v in kwargs.items()}
    device = plain.get("device")
    if device is not None and device.type != NAME:
        return func(*plain_args, **plain)
    if device is not None:
        plain["device"] = CPU
    draws, in_place, aliases = _traits(func)
    result = _draw(func, plain_args, plain) if draws else func(*plain_args, **plain)
    if in_place:
        return args[0]
    result = pytree.tree_map_only(torch.Tensor, OnDevice, result)
    if not aliases:
        return result
    for name, tensor in kwargs.items():
        if isinstance(tensor, OnDevice) and tensor.shape != plain[name].shape:  # of `out`
            tensor.data = OnDevice(plain[name])
    return return_and_correct_aliasing(func, args, kwargs, result)


def _plain(value: Any, may_mix: bool) -> Any:
    """The same on the CPU."""
    if isinstance(value, OnDevice):
        return value.on_cpu
    if isinstance(value, torch.Tensor) and value.dim() and not may_mix:
        raise RuntimeError(
            "Expected all tensors to be on the same device, but found at least two devices, "
            f"{DEVICE} and cpu!"
        )
    if isinstance(value, list | tuple):
        return type(value)(_plain(item, may_mix) for item in value)
    return value


@cache
def _traits(func: Any) -> tuple[bool, bool, bool]:
    """Whether it draws random numbers, whether it works in place, and whether it gives a view."""
    schema = func._schema
    draws = any(argument.name == "generator" for argument in schema.arguments)
    in_place = schema.name.endswith("_") and torch.Tag.inplace_view not in func.tags
    return draws, in_place, any(value.alias_info for value in schema.returns)


def _draw(func: Any, args: Any, kwargs: Any) -> Any:
    given = kwargs.get("generator") or default_generator
    _check(given, is_ours=True)
    generator = torch._C.Generator().set_state(given.get_state())
    result = func(*args, **{**kwargs, "generator": generator})
    given.set_state(generator.get_state())
    return result


def _check(generator: torch._C.Generator, *, is_ours: bool) -> None:
    if (generator._cdata in _on_device) != is_ours:
        expected, found = (NAME, "cpu") if is_ours else ("cpu", NAME)
        raise RuntimeError(f"Expected a {expected!r} device type for generator but found {found!r}")


_library = torch.library.Library("aten", "IMPL")


def _empty(size: Any, *, dtype: Any = None, memory_format: Any = None, **_: Any) -> OnDevice:
    memory_format = memory_format or torch.contiguous_format
    return OnDevice(torch.empty(size, dtype=dtype, memory_format=memory_format, device=CPU))


def _empty_strided(size: Any, stride: Any, *, dtype: Any = None, **_: Any) -> OnDevice:
    return OnDevice(torch.empty_strided(size, stride, dtype=dtype, device=CPU))


def _copy_from(source: torch.Tensor, target: torch.Tensor, _: bool = False) -> torch.Tensor:
    return _run(aten.copy_.default, (target, source), {})


# torch makes every new tensor of these.
_library.impl("empty.memory_format", _empty, "PrivateUse1")
_library.impl("empty_strided", _empty_strided, "PrivateUse1")
_library.impl("_copy_from", _copy_from, "PrivateUse1")


def _guard(name: str) -> None:
    """Have an operation of the CPU's refuse the device's generators."""
    kernel = torch.library.get_kernel(f"aten::{name}", "CPU")

    def guarded(keys: Any, *args: Any, generator: Any = None, **kwargs: Any) -> Any:
        if generator is not None:
            _check(generator, is_ours=False)
        return kernel.call_boxed(keys, *args, generator=generator, **kwargs)

    _library.impl(name, guarded, "CPU", with_keyset=True)


for _name in DRAWING.split():
    _guard(_name)
