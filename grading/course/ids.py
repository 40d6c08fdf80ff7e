"""One id for each student, also where a Mac spells the name in another Unicode form than others."""

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
    """Rename the folders of students to the form in which their ids are known, or else to NFC.

    Where there are two folders of a student, what is only in the one is moved to the other.

    Args:
        known: the ids in the gradebook.

    Returns:
        The ids whose folders were renamed.
    """
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for student in sorted(known):
        alike[composed(student)].append(student)
    renamed = []
    for path in sorted(submitted.glob("*")):
        name, best = path.name, composed(path.name)
        if name.isascii() or not is_student(name) or why_no_id(name) or not path.is_dir():
            continue
        ids = alike[best] or [best]
        wanted = best if best in ids else name if name in ids else ids[0]
        if wanted != name and _move_into(path, path.with_name(wanted)):
            renamed.append(wanted)
    return renamed


def _move_into(path: Path, target: Path) -> bool:
    """Move a folder, or what of it the target lacks; whether anything was moved."""
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
    """Why it is not clear whether this submission is the student's only one; empty if it is.

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
