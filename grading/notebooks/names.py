"""Checks students' ids, and shortens names of files for sentences."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

SET_ASIDE = ".set_aside"  # ending of the name of the folder for files that were set aside
LEFT_BY_MACS = "__MACOSX"  # a folder of macOS metadata in zips that a Mac makes
PATTERN = "*?[]"  # nbgrader takes these letters in a path for a glob pattern
LONGEST_ID = 128  # letters in the gradebook
LONGEST_SHOWN = 100  # letters of a path in a sentence
MOST_NAMED = 5  # files in a sentence, or notes with the same reason


def is_student(folder: str) -> bool:
    """Return whether a folder among the submissions can be a student's, judging by its name."""
    return not folder.startswith(".") and folder != LEFT_BY_MACS


def why_no_id(student: str) -> str:
    """Return why nbgrader, or a reader of its reports, cannot use an id; empty if both can."""
    if any("\ud800" <= letter <= "\udfff" for letter in student):
        reason = "is not UTF-8"
    elif not student.isprintable():
        reason = "holds a letter that cannot be printed"
    elif len(student) > LONGEST_ID:
        reason = f"has more than {LONGEST_ID} letters"
    elif student != student.strip():
        reason = "begins or ends with a space"
    elif wildcard := next((letter for letter in student if letter in PATTERN), ""):
        reason = f"holds `{wildcard}`, which nbgrader takes for a pattern"
    else:
        return ""
    return f"the id {reason}: rename the folder"


def composed(name: str) -> str:
    """Return a name in the Unicode form NFC, so that names which look alike are equal.

    A Mac writes é as two characters, e and an accent; a registrar's list has one character.
    """
    return unicodedata.normalize("NFC", name)


def printable(name: str) -> str:
    """Return a file name with a replacement character for each unprintable one.

    A terminal would obey control characters.
    """
    return "".join(c if c.isprintable() else "�" for c in name)


def shown(path: str) -> str:
    """Return a path for a sentence: short and printable."""
    text = printable(path)
    half = LONGEST_SHOWN // 2
    return text if len(text) <= LONGEST_SHOWN else f"{text[:half]}…{text[-half:]}"


def listed(paths: Collection[str]) -> str:
    """Return the first few paths for a sentence, and how many more there are."""
    names = ", ".join(f"`{shown(path)}`" for path in sorted(paths)[:MOST_NAMED])
    return f"{names} and {len(paths) - MOST_NAMED} more" if len(paths) > MOST_NAMED else names
