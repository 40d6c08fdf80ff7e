"""Moves unsafe files out of a submission's folder, before nbgrader copies the folder.

Notebooks and the data files that they read stay. Unsafe files are moved to
`<assignment>.set_aside`, beside the submission: nothing is lost, and an instructor can move a file
back. Files that were set aside from an earlier submission of the same student are kept as well,
but notes no longer mention them.
"""

from __future__ import annotations

import os
import re
import stat
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from grading.notebooks.names import MOST_NAMED, SET_ASIDE, listed, printable, shown
from grading.notebooks.times import TIME, put_in_utc, read_time
from grading.notebooks.unfit import find_unfit, linked
from grading.sandbox.told import Told

# Names in the `.set_aside` folder. The student's files lie side by side in a folder of their own,
# so that none of them, above all no link, can take the place of the grader's or lead elsewhere.
FILES, NOTES, HANDED_IN = "files", "why.txt", "handed_in.txt"
NOTE = re.compile(r"`(.+)` was set aside: it (.+)\.")  # a line of NOTES
# nbgrader grades a notebook only if the submission has a file with the expected name.
PLACEHOLDER = (
    b"This is no notebook. The grader has put it here: see what it says of this student.\n"
)
LONGEST_NAME = 255  # bytes


def set_aside(folder: Path, released_files: Collection[str] = ()) -> None:
    """Move the unsafe files of a submission's folder into its `.set_aside` folder, with reasons.

    Args:
        released_files: paths of the assignment's own files, which nbgrader copies into the folder.
    """
    put_in_utc(folder / TIME)
    for path in folder.glob("*.ipynb"):  # left by an earlier run: only the student's files count
        if is_placeholder(path):
            path.unlink()
    aside = aside_of(folder)
    unfit = find_unfit(folder, released_files)
    when = "" if folder / TIME in unfit else read_time(folder / TIME)
    if aside.exists() and read_time(aside / HANDED_IN) != when:
        _Shelf(aside.parent).put(aside, f"{aside.name}.earlier")
    if not unfit:
        return
    (aside / FILES).mkdir(parents=True, exist_ok=True)
    (aside / HANDED_IN).write_text(when, encoding="utf-8")
    shelf = _Shelf(aside / FILES)
    with (aside / NOTES).open("a", encoding="utf-8", buffering=1) as notes:
        for path, reason in unfit.items():
            name = printable(str(path.relative_to(folder)))
            notes.write(
                f"`{name}` was set aside: it {reason}.\n"
            )  # before the move, so that no file vanishes without a note
            shelf.put(path, path.name)


def is_placeholder(path: Path) -> bool:
    """Return whether the grader wrote this file, in place of a notebook that nbgrader expects."""
    status = path.lstat()
    may_be_placeholder = stat.S_ISREG(status.st_mode) and status.st_size == len(PLACEHOLDER)
    return may_be_placeholder and path.read_bytes() == PLACEHOLDER


def aside_of(folder: Path) -> Path:
    """Return the folder for the files that are set aside from a submission's folder."""
    return folder.with_name(f"{folder.name}{SET_ASIDE}")


def notes_of(folder: Path) -> list[Told]:
    """Return notes on the files of a submission that were set aside, or are hard links."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for name, reason in _set_aside(folder):
        names[reason].append(name)
    notes: list[Told] = []
    for reason, paths in names.items():
        paths.sort(key=lambda name: (not name.endswith(".ipynb"), name.count("/")))
        named = map(shown, paths[:MOST_NAMED])
        notes += [Told(f"`{name}` was set aside: it {reason}.") for name in named]
        if more := len(paths[MOST_NAMED:]):
            notes.append(Told(f"{more} more were set aside: each {reason}."))
    return notes + list(_shared(folder))


def notebooks_set_aside(folder: Path) -> list[str]:
    """Return the paths of the notebooks that were set aside from a submission's folder."""
    return [name for name, _ in _set_aside(folder) if name.endswith(".ipynb")]


def _set_aside(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the path of each file that was set aside, once, with the reason."""
    notes = aside_of(folder) / NOTES
    lines = notes.read_text(encoding="utf-8").splitlines() if notes.is_file() else []
    for line in dict.fromkeys(lines):
        if match := NOTE.fullmatch(line):
            yield match[1], match[2]


def _shared(folder: Path) -> Iterator[Told]:
    """Yield a note for each notebook that is a hard link to another file."""
    notebooks = [path for path in sorted(folder.glob("*.ipynb")) if path.is_file()]
    shared = ((path, names) for paths, names in linked(notebooks) for path in paths)
    for path, names in islice(shared, MOST_NAMED):
        others = [str(p.relative_to(Path.cwd())) for p in names if p != path.absolute()]
        named = listed(others) or "a file outside of the course"
        yield Told(f"`{shown(path.name)}` and {named} are one and the same file: whose is it?")


class _Shelf:
    """A folder to move files into; a file whose name is taken gets a number."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers: dict[bytes, int] = {}  # the latest number, by the beginning of a name

    def put(self, path: Path, name: str) -> None:
        """Move a file or a folder into this folder."""
        encoded = os.fsencode(name)
        start = encoded[: LONGEST_NAME - len(f"~{1 << 32}")]
        target = self._folder / name
        while os.path.lexists(target):
            self._numbers[start] = self._numbers.get(start, 1) + 1
            mark = f"~{self._numbers[start]}"
            target = self._folder / (os.fsdecode(encoded[: LONGEST_NAME - len(mark)]) + mark)
        path.rename(target)
