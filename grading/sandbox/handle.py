"""Stands for a value that cannot be sent, and stays in its kernel.

A handle can be called, and asked for its attributes, its items and what it iterates over: its
kernel does that, and can lie about nothing but its own answers. What would be answered here is
refused: a handle that were true, or unlike 3, would answer for the value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

from grading.sandbox.told import Told

MOST_ITEMS = 10_000  # of what one handle iterates over

# What a value may be said to be; any other name of a type could be a hidden input.
KINDS = """
    Axes DataFrame Figure Generator NoneType Parameter Series Tensor bool bytes complex dict float
    function generator int list map module ndarray range set str tuple type zip
"""
# What Python calls for operators, functions and statements. (It refuses `len` itself, which `list`
# asks for, too, and takes no for an answer.)
REFUSED = """
    eq ne lt le gt ge hash bool reversed contains setitem delitem str
    format bytes int float complex index round trunc floor ceil neg pos abs invert array
    add sub mul matmul truediv floordiv mod divmod pow lshift rshift and or xor
    radd rsub rmul rmatmul rtruediv rfloordiv rmod rdivmod rpow rlshift rrshift rand ror rxor
"""
How = Literal["call", "value", "attribute", "item", "iterate", "next"]  # a value can be used
# Has a kernel use what a handle is for, with arguments and named ones; gives what came of it.
Use = Callable[["Handle", How, list[Any], dict[str, Any]], Any]


class NoAnswer(AssertionError):
    """A handle was asked what it cannot answer; the text is one sentence for students."""

    def __init__(self, text: Told) -> None:
        super().__init__(text)


@dataclass(frozen=True, eq=False)
class Handle:
    """Stands for a value that cannot be sent: a function, an object, a tensor without numbers, ….

    Its own attributes are private: all others are the value's. Call it, read its attributes and
    items, iterate over it, or hand it back to a function.
    """

    _type: str  # the name of the value's type
    _use: Use | None = None  # None where no kernel can be asked
    _number: int = -1  # under which the kernel keeps the value
    _label: str = ""  # what the value is called in sentences for students

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the value."""
        return self._ask("call", list(args), kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # Python itself looks whether there is such a method
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
        """Say that the value cannot be sent."""
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
        given = [*args, *(kwargs or {}).values()]
        next((value for value in given if isinstance(value, cls)), cls(""))._refuse()


for _name in REFUSED.split():
    setattr(Handle, f"__{_name}__", Handle._refuse)


def refuse_handles(value: Any) -> None:
    """Raise a `NoAnswer` if a value is, or holds, a handle."""
    match value:
        case Handle():
            value._refuse()
        case list() | tuple():
            for item in value:
                refuse_handles(item)
        case dict():
            refuse_handles(list(value.values()))
