"""Tables for spreadsheets, which would compute a text that begins like a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

# Also as wide characters, which East Asian versions take for the same, and what is skipped before.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def write_csv(path: Path, rows: Iterable[Iterable[object]]) -> None:
    """Write rows of texts, numbers and dates; None is an empty field."""
    with path.open("w", newline="", encoding="utf-8", errors="replace") as file:
        csv.writer(file).writerows([_no_formula(field) for field in row] for row in rows)


def _no_formula(field: object) -> object:
    """A text that is no formula; no login begins like one. Numbers stay what they are."""
    return f"'{field}" if isinstance(field, str) and field.startswith(FORMULA) else field
