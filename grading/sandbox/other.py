"""Stands for the values that cannot be sent from a kernel.

Nothing is known of such a value, so whatever a check asks of it is refused: a stand-in that were
true, or unlike 3, would answer for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

# What a value may be said to be; any other name of a type could be a hidden input.
KINDS = """
    Axes DataFrame Figure Generator NoneType Parameter Series Tensor bool bytes complex dict float
    function generator int list map module ndarray range set str tuple type zip
"""
# What Python calls for operators, functions and statements.
REFUSED = """
    eq ne lt le gt ge hash bool len iter next reversed contains getitem setitem delitem call str
    format bytes int float complex index round trunc floor ceil neg pos abs invert array
    add sub mul matmul truediv floordiv mod divmod pow lshift rshift and or xor
    radd rsub rmul rmatmul rtruediv rfloordiv rmod rdivmod rpow rlshift rrshift rand ror rxor
"""


class NoAnswer(AssertionError):
    """A value that cannot be sent was asked something; the text is one sentence for students."""


@dataclass(frozen=True, eq=False)
class Other:
    """Stands for a value that cannot be sent (a function, a dict, a tensor without numbers, …).

    Attributes:
        device: of a tensor.
    """

    type: str
    device: str = ""

    def refuse(self, *_: Any) -> NoReturn:
        """Say that nothing can be asked of the value."""
        if self.device:
            raise NoAnswer("Nothing can be asked of a tensor without numbers: where is it?")
        kind = f"type {self.type}" if self.type in KINDS.split() else "such a type"
        raise NoAnswer(
            f"Nothing can be asked of a value of {kind}: give back numbers, text, tensors, lists."
        )

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):  # Python itself looks whether there is such a method
            raise AttributeError(name)
        self.refuse()

    @classmethod
    def __torch_function__(cls, _: Any, __: Any, args: Any, kwargs: Any = None) -> NoReturn:
        given = [*args, *(kwargs or {}).values()]
        next((value for value in given if isinstance(value, cls)), cls("")).refuse()


for _name in REFUSED.split():
    setattr(Other, f"__{_name}__", Other.refuse)


def refuse_others(value: Any) -> None:
    """Raise a `NoAnswer` if a value is, or holds, an `Other`."""
    match value:
        case Other():
            value.refuse()
        case list() | tuple():
            for item in value:
                refuse_others(item)
        case dict():
            refuse_others(list(value.values()))
