"""The command `grade`: grades a class with nbgrader and shows the result."""

from __future__ import annotations

import argparse
import sys
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.api import Assignment, Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from grading.export import GradesExport, has_no_score
from grading.plugin import devices
from grading.preprocessors import HiddenChecks
from grading.report import RECORD
from grading.warm import NotConfined, what_is_missing

CONFIG = Path("nbgrader_config.py")


class Refused(Exception):
    """The command cannot be carried out; the text says why and what to do."""


@dataclass
class Row:
    """One student's line of the table.

    Attributes:
        scores: by graded cell; None where it could not be graded.
        notes: what an instructor should know.
        failed: whether something of the submission could not be graded.
    """

    student: str
    scores: dict[str, float | None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    failed: bool = False


def main(argv: list[str] | None = None) -> int:
    """Grade; the status is 0 if everything was graded, 1 if something was not, 2 if refused."""
    parser = argparse.ArgumentParser(prog="grade", description=__doc__)
    parser.add_argument("assignment", nargs="?", help="default: the only one in source/")
    parser.add_argument("--student", metavar="GLOB", default="*", help="default: all of them")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument(
        "--isolation",
        choices=("strict", "auto", "none"),
        default="auto",
        help="of the students' code; strict: grade only where it is complete; none: for debugging",
    )
    args = parser.parse_args(argv)
    # A file or a pipe has no width of its own, and notes need some.
    console = Console(width=None if sys.stdout.isatty() else 160)
    # nbgrader adds to its database in an order that newer SQLAlchemy versions remark upon.
    warnings.simplefilter("ignore", SAWarning)
    try:
        course = Course(args.device, args.isolation)
        return course.grade(course.assignment(args.assignment), args.student, console)
    except Refused as refusal:
        console.print(_plain(f"grade: {refusal}"))
        return 2
    except KeyboardInterrupt:
        console.print("grade: interrupted; what was graded is saved. Run it again to go on.")
        return 130


class Course:
    """The course in the current folder, by way of nbgrader's own API."""

    def __init__(self, device: str, isolation: str) -> None:
        if not CONFIG.is_file():
            raise Refused(f"there is no {CONFIG} here: run it in the folder of the course")
        try:
            devices(device)
        except ValueError as error:
            raise Refused(str(error)) from error
        app = NbGrader()
        app.initialize([])
        overrides = Config()
        overrides.HiddenChecks.device = device
        overrides.HiddenChecks.isolation = isolation
        overrides.NbGraderAPI.log_level = "WARN"
        app.update_config(overrides)
        app.log_level = "WARN"
        self.directory = CourseDirectory(parent=app)
        self.api = NbGraderAPI(self.directory, parent=app)
        self.app = app

    def assignment(self, name: str | None) -> str:
        """The assignment with this name, or the only one that there is."""
        source = Path(self.directory.format_path(self.directory.source_directory, ".", "."))
        names = sorted(path.name for path in source.iterdir() if path.is_dir())
        if name in names or (name is None and len(names) == 1):
            return name or names[0]
        asked = f"there is no assignment {name}" if name else "name the assignment"
        raise Refused(f"{asked}; {source} holds: {', '.join(names) or 'none'}")

    def grade(self, assignment: str, students: str, console: Console) -> int:
        """Grade the submissions of these students, and show what came of it."""
        self._generate(assignment)
        chosen = self._students(assignment, students)
        for missing in self._not_confined(assignment):
            console.print(_plain(f"Not confined: {missing}. See SECURITY.md."))
        known = self._known_students()
        progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
        )
        rows = []
        with progress:
            task = progress.add_task("grading", total=len(chosen))
            for student in chosen:
                progress.update(task, description=student)
                rows.append(self._grade_one(assignment, student))
                if known and student not in known:
                    rows[-1].notes.append("was not on the class list: added")
                progress.advance(task)
            progress.update(task, description="graded")
        self._export()
        console.print(_table(rows, self._exercises(assignment)))
        failed = [row.student for row in rows if row.failed]
        if failed:
            console.print(_plain(f"Not graded in full: {', '.join(failed)}. See the notes."))
        console.print("Grades: grades.csv, gradebook.db. For each student: autograded/, feedback/")
        return 1 if failed else 0

    def _generate(self, assignment: str) -> None:
        """Make the student version where the gradebook or the release lacks it."""
        release = self._folder(self.directory.release_directory, ".", assignment)
        with self._gradebook() as gradebook:
            try:
                gradebook.find_assignment(assignment)
                known = release.is_dir()
            except MissingEntry:
                known = False
        if not known:
            result = self.api.generate_assignment(assignment)
            if not result["success"]:
                raise Refused(f"the student version could not be generated:\n{result['log']}")

    def _not_confined(self, assignment: str) -> list[str]:
        release = self._folder(self.directory.release_directory, ".", assignment)
        try:
            return what_is_missing(HiddenChecks(parent=self.app).sandbox(release), Path.cwd())
        except NotConfined as error:
            raise Refused(str(error)) from error

    def _students(self, assignment: str, pattern: str) -> list[str]:
        submitted = Path(self.directory.submitted_directory)
        folders = sorted(Path(self.directory.root).glob(f"{submitted}/{pattern}/{assignment}"))
        students = [folder.parent.name for folder in folders if folder.is_dir()]
        if not students:
            everyone = Path(self.directory.root).glob(f"{submitted}/*/{assignment}")
            names = ", ".join(sorted(folder.parent.name for folder in everyone)) or "none"
            raise Refused(
                f"no submission matches {submitted}/{pattern}/{assignment}; there are: {names}"
            )
        return students

    def _grade_one(self, assignment: str, student: str) -> Row:
        row = Row(student)
        missing = self._missing(assignment, student)
        row.notes += missing
        folder = self._folder(self.directory.submitted_directory, student, assignment)
        if folder.is_symlink():
            row.notes, row.failed = ["its folder is a link to another one"], True
            return row
        if len(missing) < len(self._notebooks(assignment)):
            graded = self.api.autograde(assignment, student)
            if graded["success"]:
                graded = self.api.generate_feedback(assignment, student)
                row.notes += self._notes(assignment, student)
            row.failed = not graded["success"]
            if row.failed:
                row.notes.append(_last_error(graded))
        else:
            row.failed = True
        with self._gradebook() as gradebook:
            try:
                row.scores = _scores(gradebook.find_submission(assignment, student))
            except MissingEntry:
                return row
        row.failed |= None in row.scores.values()
        return row

    def _notebooks(self, assignment: str) -> list[str]:
        release = self._folder(self.directory.release_directory, ".", assignment)
        return sorted(path.name for path in release.glob("*.ipynb"))

    def _missing(self, assignment: str, student: str) -> list[str]:
        """A note for each notebook that was not handed in under its name."""
        folder = self._folder(self.directory.submitted_directory, student, assignment)
        given, wanted = {path.name for path in folder.glob("*.ipynb")}, self._notebooks(assignment)
        others = "".join(f"; {name} is none of ours" for name in sorted(given.difference(wanted)))
        return [f"{name}: was not handed in{others}" for name in wanted if name not in given]

    def _notes(self, assignment: str, student: str) -> list[str]:
        """What the graded notebooks have on record."""
        notes = []
        folder = self._folder(self.directory.autograded_directory, student, assignment)
        for path in sorted(folder.glob("*.ipynb")):
            record = nbformat.read(path, as_version=4).metadata[RECORD]
            notes += [f"{path.name}: {note}" for note in record["notes"]]
            faults = {exercise["fault"] for exercise in record["exercises"].values()} - {""}
            if not record["unreadable"]:
                notes += [f"{path.name}: {fault.splitlines()[0]}" for fault in faults]
        return notes

    def _exercises(self, assignment: str) -> dict[str, float]:
        """The graded cells of the assignment, by name, and their points."""
        with self._gradebook() as gradebook:
            found: Assignment = gradebook.find_assignment(assignment)
            return {
                cell.name: cell.max_score for book in found.notebooks for cell in book.grade_cells
            }

    def _export(self) -> None:
        with self._gradebook() as gradebook:
            GradesExport(parent=self.app).export(gradebook)

    def _known_students(self) -> set[str]:
        with self._gradebook() as gradebook:
            return {student.id for student in gradebook.students}

    def _gradebook(self) -> Gradebook:
        return Gradebook(self.directory.db_url, self.directory.course_id)

    def _folder(self, directory: str, student: str, assignment: str) -> Path:
        return Path(self.directory.format_path(directory, student, assignment))


def _scores(submission: SubmittedAssignment) -> dict[str, float | None]:
    return {
        grade.name: None if has_no_score(grade) else grade.score
        for notebook in submission.notebooks
        for grade in notebook.grades
    }


def _last_error(result: dict[str, str]) -> str:
    lines = (result.get("log") or result.get("error") or "").strip().splitlines()
    return lines[-1] if lines else "nbgrader gave no reason"


def _table(rows: list[Row], exercises: dict[str, float]) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("student", overflow="fold", min_width=16)
    for name, points in exercises.items():
        title = name.removeprefix("test_").replace("_", " ")
        table.add_column(f"{title} /{points:g}", justify="right")
    table.add_column(f"total /{sum(exercises.values()):g}", justify="right")
    table.add_column("notes", min_width=24)
    for row in rows:
        scores = [row.scores.get(name) for name in exercises]
        graded = [score for score in scores if score is not None]
        total = f"{sum(graded):g}" if len(graded) == len(scores) else "not graded"
        cells = ["–" if score is None else f"{score:g}" for score in scores]
        table.add_row(*map(_plain, [row.student, *cells, total, "\n".join(row.notes)]))
    return table


def _plain(text: str) -> Text:
    """Text that shows just what it says: names and errors may hold markup or terminal escapes."""
    return Text("".join(c if c.isprintable() or c == "\n" else "�" for c in text))


if __name__ == "__main__":
    sys.exit(main())
