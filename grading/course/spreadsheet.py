"""Tables for spreadsheets, which would compute a text that begins like a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

# Also as wide characters, which East Asian versions take for the same, and what is skipped before.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


class Exact(str):
    """A text that another program looks up, so that it is written as it is."""

    __slots__ = ()


def write_csv(path: Path, rows: Iterable[Iterable[object]]) -> None:
    """Write rows of texts, numbers and dates; None is an empty field."""
    with path.open("w", newline="", encoding="utf-8", errors="replace") as file:
        csv.writer(file).writerows([_no_formula(field) for field in row] for row in rows)


def _no_formula(field: object) -> object:
    """A text that is no formula, unless it is to be exact. Numbers stay what they are."""
    is_formula = isinstance(field, str) and field.startswith(FORMULA)
    return f"'{field}" if is_formula and not isinstance(field, Exact) else field
