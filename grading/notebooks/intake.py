"""Sets aside what a submission's folder must not hold, before nbgrader copies it.

A notebook and the files that it reads are welcome. Links, devices, huge files and files that
would stand in for modules or settings are moved to `<assignment>.set_aside`, beside the
submission: nothing is lost, and an instructor can move a file back. What was set aside from an
earlier submission of the same student is kept, too, but no longer spoken of.
"""

from __future__ import annotations

import importlib.util
import os
import stat
import sys
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dateutil.parser
import dateutil.tz
from nbgrader.utils import parse_utc

# In the folder of what was set aside. The student's files are in a folder of their own, side by
# side, so that none of them, a link least of all, can be in the place or on the way of another.
FILES, NOTES, HANDED_IN = "files", "why.txt", "handed_in.txt"
SET_ASIDE = ".set_aside"  # is after the assignment in the name of the folder of what was set aside
TIME = "timestamp.txt"  # nbgrader's exchange notes in it when a submission was handed in
LARGEST_NOTEBOOK, LARGEST_FILE, LARGEST_SUM = 64 << 20, 100 << 20, 500 << 20  # bytes
LARGEST_TIME = 1 << 10  # bytes of a file that holds a time
MOST_FILES = 1000
LONGEST_ID, LONGEST_NAME = 128, 255  # letters in the gradebook, bytes of a file's name
SETTINGS = {"conftest", "sitecustomize", "usercustomize"}
SETTINGS_FILES = {"pytest.ini", "tox.ini", "setup.cfg", "pyproject.toml"}
LEFT_BY_MACS = "__MACOSX"  # a folder that their archives have for what only they understand
PATTERN = "*?[]"  # nbgrader looks for paths by these, wherever they stand


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


def set_aside(folder: Path) -> None:
    """Clear one submission's folder."""
    _put_in_utc(folder / TIME)
    aside = aside_of(folder)
    unfit = dict(_unfit(folder))
    when = "" if folder / TIME in unfit else _when(folder / TIME)
    if aside.exists() and _when(aside / HANDED_IN) != when:
        _move(aside, aside.with_name(f"{aside.name}.earlier"))
    if unfit:
        (aside / FILES).mkdir(parents=True, exist_ok=True)
        (aside / HANDED_IN).write_text(when, encoding="utf-8")
    for path, reason in unfit.items():
        with (aside / NOTES).open("a", encoding="utf-8") as notes:  # first: no file goes unsaid
            name = printable(str(path.relative_to(folder)))
            notes.write(f"`{name}` was set aside: it {reason}.\n")
        _move(path, aside / FILES / path.name)


def aside_of(folder: Path) -> Path:
    """Where the files go that were set aside from a submission's folder."""
    return folder.with_name(f"{folder.name}{SET_ASIDE}")


def notes_of(folder: Path) -> list[str]:
    """A sentence for each file that was set aside from a submission's folder, or is shared."""
    notes = aside_of(folder) / NOTES
    lines = notes.read_text(encoding="utf-8").splitlines() if notes.is_file() else []
    for path in sorted(folder.glob("*.ipynb")):
        if path.is_file() and path.lstat().st_nlink > 1:
            names = [str(p.relative_to(Path.cwd())) for p in _other_names(path)]
            others = ", ".join(names) or "a file outside of the course"
            lines.append(f"`{path.name}` and {others} are one and the same file: whose is it?")
    return list(dict.fromkeys(lines))


def _unfit(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files and folders that must not stay, and why: a verb phrase."""
    total = count = 0
    for parent, folders, files in os.walk(folder):
        for name in [*sorted(folders), *sorted(files)]:
            path = Path(parent, name)
            reason = _why_unfit(path, is_top=Path(parent) == folder)
            if reason is None:
                count += 1
                total += path.lstat().st_size
                if count > MOST_FILES or total > LARGEST_SUM:
                    reason = "is one of too many or too large files"
            if reason:
                yield path, reason
                if name in folders:
                    folders.remove(name)


def _why_unfit(path: Path, *, is_top: bool) -> str | None:
    about = path.lstat()
    if stat.S_ISLNK(about.st_mode):
        return "is a link to another file"
    if printable(path.name) != path.name:
        return "has a name that cannot be printed"
    if stat.S_ISDIR(about.st_mode):
        return "would stand in for a module of that name" if is_top and _shadows(path) else None
    if not stat.S_ISREG(about.st_mode):
        return "is no ordinary file"
    if about.st_nlink > 1 and not (path.suffix == ".ipynb" and _is_anothers(path)):
        return "is another file, too (a hard link: hand in a copy)"
    if about.st_size > (LARGEST_NOTEBOOK if path.suffix == ".ipynb" else LARGEST_FILE):
        return f"is too large ({about.st_size >> 20} MB)"
    if is_top and path.name == TIME and not _when(path):
        return "does not hold a time"
    if is_top and (path.name in SETTINGS_FILES or path.suffix == ".pth" or _shadows(path)):
        return "would stand in for a module or settings of that name"
    return None


def _is_anothers(path: Path) -> bool:
    """Whether all the names that a file has in the course are notebooks that were handed in.

    Whose it was cannot be told, and the one who did not make the link must not pay for it. A name
    outside of the course is no secret of the course's: a backup may be made of links.
    """
    where = _submitted(path)
    return all(p.suffix == ".ipynb" and _submitted(p) == where for p in _other_names(path))


def _submitted(notebook: Path) -> Path:
    """The folder of all submissions, if the notebook is in the place of one."""
    return notebook.absolute().parent.parent.parent


def _other_names(path: Path) -> list[Path]:
    """The other names that a file has in the course (nbgrader works in its folder)."""
    about = path.lstat()
    return [
        other
        for parent, _, files in os.walk(Path.cwd())
        for name in files
        if (other := Path(parent, name)) != path.absolute() and _is_file(other, about)
    ]


def _is_file(path: Path, about: os.stat_result) -> bool:
    try:
        return os.path.samestat(path.lstat(), about)
    except OSError:  # gone since
        return False


def printable(name: str) -> str:
    """A name of a file or a folder without what a terminal would obey."""
    return "".join(c if c.isprintable() else "�" for c in name)


def _shadows(path: Path) -> bool:
    """Whether `import` would take this in the place of an installed module."""
    if path.is_dir() and not (path / "__init__.py").exists():
        return False
    module = path.name.split(".")[0]
    if not path.is_dir() and path.suffix not in (".py", ".pyc", ".so"):
        return False
    if module in SETTINGS or module in sys.stdlib_module_names:
        return True
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _when(path: Path) -> str:
    """The time that a file holds; empty if there is none, or in a time zone that nobody knows."""
    try:
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST_TIME:
            return ""
        text = path.read_text(encoding="utf-8").strip()
        _moment(text)
    except Exception:  # whatever dateutil makes of it
        return ""
    return text


def _moment(text: str) -> datetime:
    """The moment that a text names, in UTC and without a zone; without one it is UTC already.

    Raises:
        Exception: dateutil does not understand it.
    """
    time, _, name = text.rpartition(" ")
    if name.isalpha() and (zone := dateutil.tz.gettz(name)):
        found = dateutil.parser.parse(time).replace(tzinfo=zone)
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("error", dateutil.parser.UnknownTimezoneWarning)
            found = dateutil.parser.parse(text)
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def _put_in_utc(path: Path) -> None:
    """Write a time in UTC where nbgrader would take it for another (+0100 for 100 seconds)."""
    if not (text := _when(path)):
        return
    moment = _moment(text)
    try:
        is_understood = parse_utc(text) == moment
    except Exception:  # nbgrader looks for names of zones only after a date and a time
        is_understood = False
    if not is_understood:
        path.write_text(f"{moment:%Y-%m-%d %H:%M:%S.%f} UTC\n", encoding="utf-8")


def _move(path: Path, target: Path) -> None:
    """Move a file or folder; where another has its name, it gets a number."""
    name, number = os.fsencode(target.name), 1
    while os.path.lexists(target):
        number += 1
        mark = f"~{number}"
        target = target.with_name(os.fsdecode(name[: LONGEST_NAME - len(mark)]) + mark)
    path.rename(target)
