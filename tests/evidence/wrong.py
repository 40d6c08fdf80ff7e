"""What a judge raises of an answer that is not right, and the call that raises it."""

from collections.abc import Callable
from typing import Any


class Wrong(Exception):
    """An answer is wrong; the text says why."""


def demand(is_so: object, reason: str) -> None:
    """Refuse the answer unless this is so."""
    if not is_so:
        raise Wrong(reason)


def call(function: Callable, *args: Any, **kwargs: Any) -> Any:
    """What the student's function returns; an answer that raises is wrong."""
    try:
        return function(*args, **kwargs)
    except Exception as error:
        raise Wrong(f"it raises {error!r}") from error
