"""Reads a submission from any files, folders and zips, without a course folder."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from grading.notebooks.intake import set_aside
from grading.notebooks.reading import HandedIn, read_submission
from grading.notebooks.unfit import LARGEST_SUM, MOST_FILES

MOST_IN_ALL = 10 * MOST_FILES  # files in a folder or zip: more are refused, not set aside
Files = Iterable[Path] | Mapping[str, bytes]  # paths, or contents by name


def gather(files: Files, ignore: Iterable[str] = ()) -> HandedIn:
    """Return a submission, with notes on the files that were set aside; the originals stay.

    Args:
        files: paths of files, folders and zips, of which the contents count; or contents by name.
        ignore: nbgrader's patterns for names of files that no kernel sees.

    Raises:
        OSError: a file does not exist, or cannot be read.
        ValueError: a zip cannot be unpacked, a name leads out of the submission, or there are far
            too many or too large files.
    """
    with TemporaryDirectory(prefix="submission-") as parent:
        folder = Path(parent, "submission")
        folder.mkdir()
        if isinstance(files, Mapping):
            _write(files, folder)
        else:
            for number, path in enumerate(files):
                _put(path, folder, number)
        set_aside(folder)
        return read_submission(folder, list(ignore))


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    for name, data in files.items():
        if not name or PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise ValueError(f"{name!r} is no name of a file in a submission")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _put(path: Path, folder: Path, number: int) -> None:
    """Copy a file, or the contents of a folder or a zip, into the submission's folder."""
    if path.is_dir():
        _check_sizes(path, _sizes_in(path))
        shutil.copytree(
            path, _folder_or_new_subfolder(path, folder, number), symlinks=True, dirs_exist_ok=True
        )
    elif path.suffix.lower() == ".zip":
        _unpack(path, _folder_or_new_subfolder(path, folder, number))
    else:
        _check_sizes(path, [path.stat().st_size])
        target = folder / path.name
        if target.exists():
            target = folder / str(number) / path.name
            target.parent.mkdir()
        shutil.copyfile(path, target)


def _folder_or_new_subfolder(path: Path, folder: Path, number: int) -> Path:
    return folder / str(number) / path.stem if any(folder.iterdir()) else folder


def _sizes_in(folder: Path) -> list[int]:
    paths = (Path(parent, name) for parent, _, names in os.walk(folder) for name in names)
    sizes = []
    for path in paths:
        status = path.lstat()
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISLNK(status.st_mode)):
            raise ValueError(f"{path} is no ordinary file")
        sizes.append(status.st_size)
    return sizes


def _unpack(path: Path, folder: Path) -> None:
    try:
        with ZipFile(path) as archive:
            members = archive.infolist()
            _check_sizes(path, [member.file_size for member in members])
            archive.extractall(folder)
    except OSError:
        raise
    except Exception as error:  # zipfile raises many types for damaged or encrypted files
        raise ValueError(f"{path} cannot be unpacked: {error}") from error


def _check_sizes(path: Path, sizes: list[int]) -> None:
    if sum(sizes) > 2 * LARGEST_SUM or len(sizes) > MOST_IN_ALL:
        most = f"{2 * LARGEST_SUM >> 20} MB or {MOST_IN_ALL} files"
        raise ValueError(f"{path} holds more than {most}: hand in less")
