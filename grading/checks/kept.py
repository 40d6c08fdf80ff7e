"""What stays where it is while a check and a kernel speak of it: objects there, functions here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import FunctionType, MethodType
from typing import Any, cast
from weakref import WeakValueDictionary, finalize

from grading.sandbox.handle import Handle, Use
from grading.sandbox.values import Keeper, Node, Record
from grading.sandbox.wire import Failure, Reply

# Takes the arguments of a call, and gives what came of it.
Answer = Callable[[tuple[Any, ...], dict[str, Any]], Reply | Failure]


class Kept(Keeper):
    """The values that one kernel keeps, and the functions of checks that it may call.

    Args:
        use: has the kernel use what a handle is for.

    Attributes:
        functions: by the names that the kernel asks for.
        label: of the handles that are read next.
    """

    def __init__(self, use: Use) -> None:
        self.functions: dict[str, Answer] = {}
        self.label = ""
        self._use = use
        self._handles: WeakValueDictionary[int, Handle] = WeakValueDictionary()
        self._gone: set[int] = set()

    def number_of(self, handle: Handle) -> int | None:
        """Return the number under which the kernel keeps a value; None if another kernel does."""
        return handle._number if self._handles.get(handle._number) is handle else None

    def take_gone(self) -> list[int]:
        """Return the numbers of values whose handles have gone since this was last asked."""
        gone = sorted(self._gone)
        self._gone.difference_update(gone)
        return gone

    def written(self, value: Any) -> Node | None:
        """Return how what the kernel keeps is written, and a function of a check's."""
        handle = value._handle if isinstance(value, Record) else value
        if isinstance(handle, Handle) and (number := self.number_of(handle)) is not None:
            return {"kind": "kept", "type": handle._type, "handle": number}
        if isinstance(value, FunctionType | MethodType):
            name = f"function {len(self.functions)}"
            self.functions[name] = partial(_answer, value)
            return {"kind": "kept", "type": "function", "ask": name}
        return None

    def read(self, node: Node) -> Handle:
        """Return the handle of what the kernel keeps."""
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
    """Return what a check's function gives for arguments from a kernel.

    Raises:
        AssertionError: it is part of the check, which has failed.
    """
    try:
        return Reply.model_construct(result=function(*args, **kwargs))
    except AssertionError:
        raise
    except Exception as error:  # the arguments are a stranger's
        return Failure(error="raised", type=type(error).__name__)
