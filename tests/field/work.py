"""A student's folder, as the cases change it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zlib import crc32

Json = Any


class Work:
    """The folder of a submission that was finished: all answers are right, until a case spoils it.

    Attributes:
        folder: `submitted/<student>/<assignment>`.
        listed: the student's id on the class list; empty where there is none.
    """

    def __init__(self, folder: Path, release: Path) -> None:
        self.folder = folder
        self.listed = ""
        self._release = release

    def path(self, name: str) -> Path:
        """A notebook by its short name, or another file."""
        names = {"vanishing": "vanishing_gradients.ipynb", "exploding": "exploding_gradients.ipynb"}
        return self.folder / names.get(name, name)

    def rename(self, old: str, new: str) -> Path:
        """Move a file, also into a new folder."""
        self.path(new).parent.mkdir(parents=True, exist_ok=True)
        return self.path(old).rename(self.path(new))

    def put(self, name: str, content: str | bytes) -> None:
        """Write a file."""
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_bytes(content if isinstance(content, bytes) else content.encode())

    def put_stub(self, name: str, target: str = "") -> None:
        """Put a notebook of the release into the folder, as it was."""
        path = self.path(name)
        shutil.copyfile(self._release / path.name, self.path(target) if target else path)

    @contextmanager
    def edit(self, name: str) -> Iterator[Json]:
        """A notebook's JSON, to be changed; nobody looks whether it is still a notebook.

        Sources are in one piece, though files hold them in lines.
        """
        notebook = json.loads(self.path(name).read_text())
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
        yield notebook
        self.path(name).write_text(json.dumps(notebook))

    def answer(self, name: str, cell: str, source: str) -> None:
        """Write another answer into the cell with this grade_id."""
        with self.edit(name) as notebook:
            cell_of(notebook, cell)["source"] = source

    def add(self, name: str, source: str, *, before: str = "", at: int | None = None) -> None:
        """Add a code cell: before the one with a grade_id, at a place, or else at the end."""
        with self.edit(name) as notebook:
            cells = notebook["cells"]
            place = cells.index(cell_of(notebook, before)) if before else at
            cells.insert(len(cells) if place is None else place, code(source))

    def call_me(self, student: str | bytes) -> None:
        """Give the student another id."""
        name = student if isinstance(student, str) else student.decode(errors="surrogateescape")
        self.folder = self.folder.parent.rename(self.folder.parents[1] / name) / self.folder.name

    def list_as(self, student: str) -> None:
        """Put the student on the class list, by an id that may be spelt otherwise."""
        self.listed = student

    def hand_in_again_as(self, student: str) -> None:
        """Copy the submission into the folder of another id."""
        shutil.copytree(self.folder, self.folder.parents[1] / student / self.folder.name)


def code(source: str) -> Json:
    """A cell as Jupyter writes it."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": f"added-{crc32(source.encode())}",
        "metadata": {},
        "outputs": [],
        "source": source,
    }


def cell_of(notebook: Json, name: str) -> Json:
    """The cell with this grade_id."""
    return next(
        c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == name
    )
