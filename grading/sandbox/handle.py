"""Handles: what checks get for a value that stays in the student's kernel, as it cannot be sent.

A handle can be called, iterated over, and asked for its attributes and items: the kernel does that
with the value, and can lie about nothing but its own answers. Operators and truth, which Python
would evaluate on the handle itself here, are refused: the answer would not be the value's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

from grading.sandbox.told import Told

MOST_ITEMS = 10_000  # that iteration over a handle yields

# The names of types that a message to students may contain; any other could be a hidden input.
KINDS = """
    Axes DataFrame Figure Generator NoneType Parameter Series Tensor bool bytes complex dict float
    function generator int list map module ndarray range set str tuple type zip
"""
# The special methods of operators, functions and statements. (`__len__` is not defined at all:
# `list` asks for a length too, and goes on without one.)
REFUSED = """
    eq ne lt le gt ge hash bool reversed contains setitem delitem str
    format bytes int float complex index round trunc floor ceil neg pos abs invert array
    add sub mul matmul truediv floordiv mod divmod pow lshift rshift and or xor
    radd rsub rmul rmatmul rtruediv rfloordiv rmod rdivmod rpow rlshift rrshift rand ror rxor
"""
How = Literal["call", "value", "attribute", "item", "iterate", "next"]  # a value can be used
# Has the kernel use a handle's value, with arguments and keyword arguments; returns the result.
Use = Callable[["Handle", How, list[Any], dict[str, Any]], Any]


class NoAnswer(AssertionError):
    """A check used a handle in a way that is refused; the text is one sentence for students."""

    def __init__(self, text: Told) -> None:
        super().__init__(text)


@dataclass(frozen=True, eq=False)
class Handle:
    """Stands for a value that cannot be sent: a function, an object, a tensor without numbers, ….

    The handle's own attributes are private: all others are the value's. Call a handle, read its
    attributes and items, iterate over a handle, or pass a handle to a function of the student's.
    """

    _type: str  # the name of the value's type
    _use: Use | None = None  # None where no kernel can be asked
    _number: int = -1  # by which the kernel knows the value
    _label: str = ""  # what the value is called in sentences for students

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the value in its kernel, and return the result."""
        return self._ask("call", list(args), kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # Python itself asks whether there is such a method
            raise AttributeError(name)
        return self._ask("attribute", [name])

    def __getitem__(self, key: Any) -> Any:
        return self._ask("item", [key])

    def __iter__(self) -> Iterator[Any]:
        iterator = self._ask("iterate")
        for _ in range(MOST_ITEMS):
            try:
                yield next(iterator)
            except StopIteration:
                return
        raise NoAnswer(Told(f"`{self._label}` does not end: it gives over {MOST_ITEMS} values."))

    def __next__(self) -> Any:
        return self._ask("next")

    def __deepcopy__(self, _: Any) -> Handle:
        return self

    def _ask(self, how: How, args: list[Any] | None = None, kwargs: Any = None) -> Any:
        if self._use is None:
            self._refuse()
        return self._use(self, how, args or [], kwargs or {})

    def _refuse(self, *_: Any) -> NoReturn:
        """Raise a `NoAnswer` for students which says that the value cannot be sent."""
        if self._type in ("Tensor", "Parameter"):
            raise NoAnswer(Told("Nothing can be asked of a tensor without numbers: where is it?"))
        kind = f"type {self._type}" if self._type in KINDS.split() else "such a type"
        raise NoAnswer(
            Told(
                f"Nothing can be asked of a value of {kind}: "
                "give back numbers, text, tensors, lists."
            )
        )

    @classmethod
    def __torch_function__(cls, _: Any, __: Any, args: Any, kwargs: Any = None) -> NoReturn:
        arguments = [*args, *(kwargs or {}).values()]
        next((value for value in arguments if isinstance(value, cls)), cls(""))._refuse()


for _name in REFUSED.split():
    setattr(Handle, f"__{_name}__", Handle._refuse)


def refuse_handles(value: Any) -> None:
    """Raise a `NoAnswer` if a value is a handle, or contains one."""
    match value:
        case Handle():
            value._refuse()
        case list() | tuple():
            for item in value:
                refuse_handles(item)
        case dict():
            refuse_handles(list(value.values()))
