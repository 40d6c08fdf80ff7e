"""Tracks the objects that stay in a kernel, and the check's functions that the kernel may call."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import FunctionType, MethodType
from typing import Any, cast
from weakref import WeakValueDictionary, finalize

from grading.sandbox.handle import Handle, Use
from grading.sandbox.values import Keeper, Node, Record
from grading.sandbox.wire import Failure, Reply

# A function that takes the arguments of a call, and returns its outcome.
Answer = Callable[[tuple[Any, ...], dict[str, Any]], Reply | Failure]


class Kept(Keeper):
    """The values that stay in one kernel, and the functions of checks that the kernel may call.

    Args:
        use: has the kernel use the object of a handle.

    Attributes:
        functions: the functions of checks, by the names under which the kernel calls them.
        label: the label of the handles that are read next.
    """

    def __init__(self, use: Use) -> None:
        self.functions: dict[str, Answer] = {}
        self.label = ""
        self._use = use
        self._handles: WeakValueDictionary[int, Handle] = WeakValueDictionary()
        self._gone: set[int] = set()

    def number_of(self, handle: Handle) -> int | None:
        """Return the number of a handle in this kernel; None for a handle of another kernel."""
        return handle._number if self._handles.get(handle._number) is handle else None

    def take_gone(self) -> list[int]:
        """Return the numbers of the handles that were deleted since the last call."""
        gone = sorted(self._gone)
        self._gone.difference_update(gone)
        return gone

    def written(self, value: Any) -> Node | None:
        """Return the node for a handle or a function of a check; None for other values."""
        handle = value._handle if isinstance(value, Record) else value
        if isinstance(handle, Handle) and (number := self.number_of(handle)) is not None:
            return {"kind": "kept", "type": handle._type, "handle": number}
        if isinstance(value, FunctionType | MethodType):
            name = f"function {len(self.functions)}"
            self.functions[name] = partial(_answer, value)
            return {"kind": "kept", "type": "function", "ask": name}
        return None

    def read(self, node: Node) -> Handle:
        """Return the handle that a node of the kernel stands for."""
        number, kind = node.get("handle"), node["type"]
        if not isinstance(number, int) or not isinstance(kind, str):
            return cast(Handle, super().read(node))
        if (handle := self._handles.get(number)) is None:
            self._handles[number] = handle = Handle(kind, self._use, number, self.label)
            self._gone.discard(number)
            finalize(handle, self._gone.add, number).atexit = False
        return handle


def _answer(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Reply | Failure:
    """Return the outcome of a check's function for arguments from a kernel.

    Raises:
        AssertionError: the function found a mistake, so the check has failed.
    """
    try:
        return Reply.model_construct(result=function(*args, **kwargs))
    except AssertionError:
        raise
    except Exception as error:  # the student's code chose the arguments
        return Failure(error="raised", type=type(error).__name__)
