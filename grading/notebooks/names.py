"""Names of students and of files: which ones there may be, and how a sentence shows them."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

SET_ASIDE = ".set_aside"  # is after the assignment in the name of the folder of what was set aside
LEFT_BY_MACS = "__MACOSX"  # a folder that their archives have for what only they understand
PATTERN = "*?[]"  # nbgrader looks for paths by these, wherever they stand
LONGEST_ID = 128  # letters in the gradebook
LONGEST_SHOWN = 100  # letters of a path in a sentence
MOST_NAMED = 5  # files in a sentence, or of which the same is said


def is_student(folder: str) -> bool:
    """Whether a folder among the submissions is a student's, going by its name."""
    return not folder.startswith(".") and folder != LEFT_BY_MACS


def why_no_id(student: str) -> str:
    """Why nbgrader or those who read its reports could not cope with an id; empty if they can."""
    if any("\ud800" <= letter <= "\udfff" for letter in student):
        reason = "is not UTF-8"
    elif not student.isprintable():
        reason = "holds a letter that cannot be printed"
    elif len(student) > LONGEST_ID:
        reason = f"has more than {LONGEST_ID} letters"
    elif student != student.strip():
        reason = "begins or ends with a space"
    elif found := next((letter for letter in student if letter in PATTERN), ""):
        reason = f"holds `{found}`, which nbgrader takes for a pattern"
    else:
        return ""
    return f"the id {reason}: rename the folder"


def composed(name: str) -> str:
    """Return a name in the Unicode form (NFC) in which all that look alike are the same.

    A Mac writes é as two signs, e and an accent, and a registrar's list as one.
    """
    return unicodedata.normalize("NFC", name)


def printable(name: str) -> str:
    """Return a name of a file or a folder without what a terminal would obey."""
    return "".join(c if c.isprintable() else "�" for c in name)


def shown(path: str) -> str:
    """Return a path for a sentence: short, and without what a terminal would obey."""
    text = printable(path)
    half = LONGEST_SHOWN // 2
    return text if len(text) <= LONGEST_SHOWN else f"{text[:half]}…{text[-half:]}"


def listed(paths: Collection[str]) -> str:
    """Return the first of some paths for a sentence, and how many more there are."""
    names = ", ".join(f"`{shown(path)}`" for path in sorted(paths)[:MOST_NAMED])
    return f"{names} and {len(paths) - MOST_NAMED} more" if len(paths) > MOST_NAMED else names
