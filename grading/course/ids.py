"""Gives each student one id, also if a Mac wrote a folder's name in another Unicode form."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from grading.notebooks.names import composed, is_student, why_no_id

RENAMED = "its folder's name was in another Unicode form, as a Mac writes it: renamed"
TWINS = (
    "another folder in submitted/ has this name in another Unicode form, as a Mac writes it: "
    "keep the one whose work counts"
)


def unify_ids(submitted: Path, known: Iterable[str]) -> list[str]:
    """Rename students' folders to the Unicode form of the ids in the gradebook, or else to NFC.

    Of two folders of one student, the content of one moves to the other, except what both have.

    Args:
        known: the ids in the gradebook.

    Returns:
        The ids whose folders were renamed.
    """
    ids_by_nfc: defaultdict[str, list[str]] = defaultdict(list)
    for student in sorted(known):
        ids_by_nfc[composed(student)].append(student)
    renamed = []
    for path in sorted(submitted.glob("*")):
        name, nfc = path.name, composed(path.name)
        if name.isascii() or not is_student(name) or why_no_id(name) or not path.is_dir():
            continue
        ids = ids_by_nfc[nfc] or [nfc]
        target = nfc if nfc in ids else name if name in ids else ids[0]
        if target != name and _move_into(path, path.with_name(target)):
            renamed.append(target)
    return renamed


def _move_into(path: Path, target: Path) -> bool:
    """Move a folder, or its files that the target lacks; return whether anything was moved."""
    if not target.exists() or target.samefile(path):  # some systems tell no forms apart
        path.rename(target)
        return True
    new = [child for child in path.iterdir() if not (target / child.name).exists()]
    for child in new:
        child.rename(target / child.name)
    if not any(path.iterdir()):
        path.rmdir()
    return bool(new)


def why_unclear(folder: Path) -> str:
    """Return why a submission may not be the student's only one; else an empty text.

    Args:
        folder: `submitted/<student>/<assignment>`.
    """
    student = folder.parent.name
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, student)
        other = folder.parents[1] / name / folder.name
        if name != student and other.is_dir() and not other.samefile(folder):
            return TWINS
    return ""
