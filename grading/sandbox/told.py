"""The type of what students read: a sentence, or a phrase that goes into one.

Notes, hints and exceptions that say what a student's code did take only texts of this type, so mypy
reports a text that was not marked. Every text in a function that uses `Told` needs a translation,
which `tests/assignment/test_translation.py` asks for.
"""

from __future__ import annotations

from typing import NewType

Told = NewType("Told", str)
NOTHING = Told("")
