"""Example submissions: small percent-format files that are laid over a released notebook.

A file opens with a line that says what it is, and with the score that each exercise must get:

    # Draws one sample and multiplies by it again and again.
    #
    # exploding_product: 1.25
    # caught by: test_fresh_factors test_growth
    # says: more than once

    # %% exploding_product
    def exploding_product(...):

The last two lines are for answers that are wrong in one exercise: the checks that must fail (or
`all` of them), and words that a hint of theirs must say. With a line `# needs: accelerator` all of
that holds where there is one, and elsewhere the answer is right. An attack (see `attacks.attack`)
says instead what must come of it, and whether it would harm a machine that does not confine it:

    # must: be refused
    # needs: isolation

A cell takes the place of the release's cell with that grade_id; one without a name is put before
them all. An exercise that the file leaves out keeps its stub, and its score must be 0. A file that
gives the scores of several exercises is a member of the example class, unless it is an attack.

Run as a program, it fills an empty folder with a class of them:

    PYTHONPATH=tests python -m proofs.examples SUBMISSIONS RELEASE SUBMITTED
"""

from __future__ import annotations

import argparse
import re
import shutil
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from grading.notebooks.repair import grade_id

SCORE = re.compile(r"^# (\w+): ([\d.]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """An example submission.

    Attributes:
        name: of its file, without the ending; the student's id in an example class.
        summary: what it is, in a line.
        scores: expected points by exercise; an exercise that is not named must get 0.
        caught_by: names of the checks that must fail, or just `all`; empty where it is not said.
        says: words that must be in a hint.
        cells: code by grade_id.
        extra: code of cells without a name, to be run first.
        must: of an attack, what must come of it.
        needs: of an attack, `isolation` where it must not be tried without; of a wrong answer,
            `accelerator` where it is right without.
    """

    name: str
    summary: str
    scores: dict[str, float]
    caught_by: frozenset[str]
    says: str
    cells: dict[str, str]
    extra: list[str]
    must: str = ""
    needs: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it is about a whole submission, as a member of the example class is."""
        return len(self.scores) > 1 and not self.caught_by and not self.must


def read_example(path: Path) -> Example:
    """Read a percent-format file.

    Raises:
        ValueError: it lacks its first line of summary.
    """
    text = path.read_text(encoding="utf-8")
    header = text.split("# %%")[0]
    first = header.strip().split("\n")[0]
    if not first.startswith("# "):
        raise ValueError(f"{path}: begin with a comment that says what this submission is")
    cells = jupytext.reads(text.removeprefix(header), fmt="py:percent").cells
    return Example(
        name=path.stem,
        summary=first.removeprefix("# "),
        scores={name: float(score) for name, score in SCORE.findall(header)},
        caught_by=frozenset(_field(header, "caught by").split()),
        says=_field(header, "says"),
        cells={cell.metadata["title"]: cell.source for cell in cells if "title" in cell.metadata},
        extra=[cell.source for cell in cells if "title" not in cell.metadata],
        must=_field(header, "must"),
        needs=_field(header, "needs"),
    )


def _field(header: str, name: str) -> str:
    found = re.search(rf"^# {name}: (.+)$", header, re.MULTILINE)
    return found[1] if found else ""


def overlay(example: Example, release: NotebookNode) -> NotebookNode:
    """A copy of a released notebook with the example's cells in the places of its own."""
    notebook = deepcopy(release)
    for cell in notebook.cells:
        cell.source = example.cells.get(grade_id(cell) or "", cell.source)
    extra = [
        new_code_cell(source, id=f"extra-{number}") for number, source in enumerate(example.extra)
    ]
    notebook.cells = extra + notebook.cells
    return notebook


def submit(example: Example, release: Path, submitted: Path) -> None:
    """Hand in an example for the assignment whose released notebooks are in a folder.

    Args:
        release: `release/<assignment>`.
        submitted: `submitted`; the notebooks go to `<example's name>/<assignment>` in it.
    """
    folder = submitted / example.name / release.name
    folder.mkdir(parents=True)
    for path in sorted(release.glob("*.ipynb")):
        notebook = overlay(example, nbformat.read(path, as_version=4))
        nbformat.write(notebook, folder / path.name)


def copy_course(course: Path, assignment: str, folder: Path) -> None:
    """Copy all that a course has of an assignment, but no submission, into a folder."""
    for name in ("source", "release", "tests/hidden"):
        shutil.copytree(course / name / assignment, folder / name / assignment)
    shutil.copy(course / "nbgrader_config.py", folder)
    (folder / "submitted").mkdir()


def main() -> None:
    """Fill an empty folder of submissions with an example class."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("submissions", type=Path, help="folder with right/ and wrong/")
    parser.add_argument("release", type=Path, help="release/<assignment>")
    parser.add_argument("submitted", type=Path)
    args = parser.parse_args()
    if any(path.is_dir() for path in args.submitted.iterdir()):
        return
    for path in sorted(args.submissions.glob("*/*.py")):
        example = read_example(path)
        if example.is_whole:
            submit(example, args.release, args.submitted)
    print(f"{args.submitted} was empty: it now holds an example class.")


if __name__ == "__main__":
    main()
