"""Sets aside what a submission's folder must not hold, before nbgrader copies it.

A notebook and the files that it reads are welcome. What is not is moved to
`<assignment>.set_aside`, beside the submission: nothing is lost, and an instructor can move a file
back. What was set aside from an earlier submission of the same student is kept, too, but no longer
spoken of.
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

# In the folder of what was set aside. The student's files are in a folder of their own, side by
# side, so that none of them, a link least of all, can be in the place or on the way of another.
FILES, NOTES, HANDED_IN = "files", "why.txt", "handed_in.txt"
NOTE = re.compile(r"`(.+)` was set aside: it (.+)\.")  # a line of NOTES
# nbgrader takes up a notebook only where there is a file of its name.
PLACEHOLDER = (
    b"This is no notebook. The grader has put it here: see what it says of this student.\n"
)
LONGEST_NAME = 255  # bytes


def set_aside(folder: Path, given: Collection[str] = ()) -> None:
    """Clear one submission's folder.

    Args:
        given: the paths of the assignment's own files, which nbgrader copies over it.
    """
    put_in_utc(folder / TIME)
    for path in folder.glob("*.ipynb"):  # of the last time: what was handed in counts, alone
        if is_placeholder(path):
            path.unlink()
    aside = aside_of(folder)
    unfit = find_unfit(folder, given)
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
            notes.write(f"`{name}` was set aside: it {reason}.\n")  # first: no file goes unsaid
            shelf.put(path, path.name)


def is_placeholder(path: Path) -> bool:
    """Whether a file is none of the student's, but stands where nbgrader looks for one."""
    about = path.lstat()
    is_like_one = stat.S_ISREG(about.st_mode) and about.st_size == len(PLACEHOLDER)
    return is_like_one and path.read_bytes() == PLACEHOLDER


def aside_of(folder: Path) -> Path:
    """Where the files go that were set aside from a submission's folder."""
    return folder.with_name(f"{folder.name}{SET_ASIDE}")


def notes_of(folder: Path) -> list[Told]:
    """Return notes on the files of a submission that were set aside, or are shared."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for name, reason in _set_aside(folder):
        names[reason].append(name)
    notes: list[Told] = []
    for reason, these in names.items():
        these.sort(key=lambda name: (not name.endswith(".ipynb"), name.count("/")))
        named = map(shown, these[:MOST_NAMED])
        notes += [Told(f"`{name}` was set aside: it {reason}.") for name in named]
        if more := len(these[MOST_NAMED:]):
            notes.append(Told(f"{more} more were set aside: each {reason}."))
    return notes + list(_shared(folder))


def notebooks_set_aside(folder: Path) -> list[str]:
    """Return the paths of the notebooks that were set aside from a submission's folder."""
    return [name for name, _ in _set_aside(folder) if name.endswith(".ipynb")]


def _set_aside(folder: Path) -> Iterator[tuple[str, str]]:
    """Each file that was set aside, once, and why."""
    notes = aside_of(folder) / NOTES
    lines = notes.read_text(encoding="utf-8").splitlines() if notes.is_file() else []
    for line in dict.fromkeys(lines):
        if found := NOTE.fullmatch(line):
            yield found[1], found[2]


def _shared(folder: Path) -> Iterator[Told]:
    """Yield a sentence for each notebook that is another file, too."""
    notebooks = [path for path in sorted(folder.glob("*.ipynb")) if path.is_file()]
    shared = ((path, names) for same, names in linked(notebooks) for path in same)
    for path, names in islice(shared, MOST_NAMED):
        others = [str(p.relative_to(Path.cwd())) for p in names if p != path.absolute()]
        named = listed(others) or "a file outside of the course"
        yield Told(f"`{shown(path.name)}` and {named} are one and the same file: whose is it?")


class _Shelf:
    """A folder to move files into: what comes with the name of another gets a number."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers: dict[bytes, int] = {}  # the last one, by the beginning of a name

    def put(self, path: Path, name: str) -> None:
        """Move a file or a folder here."""
        whole = os.fsencode(name)
        start = whole[: LONGEST_NAME - len(f"~{1 << 32}")]
        target = self._folder / name
        while os.path.lexists(target):
            self._numbers[start] = self._numbers.get(start, 1) + 1
            mark = f"~{self._numbers[start]}"
            target = self._folder / (os.fsdecode(whole[: LONGEST_NAME - len(mark)]) + mark)
        path.rename(target)
