"""The type of what students read: a sentence, or a phrase that goes into one.

All that carries words to a student (a note, a hint, the text of an exception that says what a
student's code did) takes no other, so mypy sees what was not marked; and every text in a function
that speaks of `Told` needs a translation, which `tests/assignment/test_translation.py` asks for.
"""

from __future__ import annotations

from typing import NewType

Told = NewType("Told", str)
NOTHING = Told("")
