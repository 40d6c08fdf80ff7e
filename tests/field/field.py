"""What people really hand in: small programs that change a finished submission.

A case opens with what happened in real life, and with what must come of it:

    # The browser called the second download "(1)"; the stub lies beside it.
    #
    # scores: 3 3 2 2
    # note: `vanishing_gradients (1).ipynb`

`scores` are those of the exercises that the reference answers, in its order; `-` is no grade, `no
student` no row at all.
`note` is in what `grade` says of the student, `shown` on the student's pages, and `never` in
neither; `*` stands for any words. What follows is run with `work`, the `Work` of a student who has
finished. The kinds:

    names/     which file counts              state/     what a later cell leaves behind
    shape/     what is odd in a notebook      plots/     ways to draw
    kernel/    what a notebook may use        messages/  what is said of a mistake
    setup/     what happens to the first cell
    by_hand/   what a person grades           ids/       names of students
    times/     when it was handed in, if the due date is DUE
    desk/      what an instructor does with `grade`

All cases are students of one class, but for `by_hand/`, which is about a second assignment, and
`desk/`. That is run with `desk`, the `Desk` of an instructor who has graded a class; its `scores`
are the status of `grade` and how many reports it has written. Run as a program, this grades all,
and shows what was expected and what came of it:

    python -m field.field [WORDS THAT ARE IN THE NAMES OF THE CASES]
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from field.essays import ANSWERS, ESSAYS, write_assignment
from field.scenes import Desk
from field.work import Work
from nbgrader.api import Gradebook
from proofs.examples import read_example, submit
from rich.console import Console
from rich.table import Table
from support import ASSIGNMENT, REFERENCE, ROOT, copy_course

from grading.notebooks.names import printable

FIELD = Path(__file__).parent
NO_STUDENT, DESK = "no student", "desk"
DUE = "2026-01-01 12:00:00 UTC"


@dataclass(frozen=True)
class Case:
    """A file of this folder; the kind is the name of the folder that it is in."""

    path: Path

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"

    @property
    def assignment(self) -> str:
        return {"by_hand": ESSAYS, "desk": DESK}.get(self.path.parent.name, ASSIGNMENT)

    @cached_property
    def text(self) -> str:
        return self.path.read_text()

    def says(self, field: str) -> str:
        found = re.search(rf"^# {field}: (.+)$", self.text, re.MULTILINE)
        return found[1] if found else ""


@dataclass(frozen=True)
class Outcome:
    """What came of a case: the scores, what `grade` said, and the text of the student's pages."""

    case: Case
    scores: str
    said: str
    shown: str

    @property
    def faults(self) -> list[str]:
        """What is not as it must be."""
        case, found = self.case, []
        if self.scores != case.says("scores"):
            found.append(f"scores: {self.scores}")
        if not _holds(self.said, case.says("note")):
            found.append(f"said: {self.said or 'nothing'}")
        if not _holds(self.shown, case.says("shown")):
            found.append(f"not shown: {case.says('shown')}")
        if (never := case.says("never")) and _holds(f"{self.said} {self.shown}", never):
            found.append(f"says {never}")
        return found


def _holds(text: str, words: str) -> bool:
    text, words = ("".join(part.split()) for part in (text, words))  # the table breaks words, too
    parts = (re.escape(part) for part in words.split("*"))
    return re.search(".*".join(parts), text, re.DOTALL) is not None


CASES = [Case(path) for path in sorted(FIELD.glob("*/*.py"))]


def grade_all(root: Path, cases: list[Case]) -> list[Outcome]:
    """Hand in every case, grade them all in this empty folder, and see what came of it."""
    found: list[Outcome] = []
    for assignment in (ASSIGNMENT, ESSAYS):
        mine = [case for case in cases if case.assignment == assignment]
        if mine:
            found += _Class(root / assignment, assignment, mine).grade()
    if scenes := [case for case in cases if case.assignment == DESK]:
        desk = Desk(copy_course(root / DESK))
        found += [Outcome(case, *desk.play(case.path), shown="") for case in scenes]
    return found


class _Class:
    """The cases of an assignment, as students of a course."""

    def __init__(self, root: Path, assignment: str, cases: list[Case]) -> None:
        self.course = copy_course(root, generate=assignment == ASSIGNMENT)
        self.course.assignment = assignment
        if assignment == ESSAYS:
            shutil.rmtree(root / "source" / ASSIGNMENT)
            write_assignment(root)
            self.course.run("nbgrader", "generate_assignment", ESSAYS)
        with Gradebook(f"sqlite:///{root}/gradebook.db", "d2l") as gradebook:
            gradebook.update_or_create_assignment(assignment, duedate=DUE)
        self.students = {case: self._hand_in(case, number) for number, case in enumerate(cases)}

    def _hand_in(self, case: Case, number: int) -> str:
        """Hand in a case; the student's id, which the case may have changed."""
        release = self.course.root / "release" / self.course.assignment
        name = f"s{number:03}"
        submitted = self.course.root / "submitted"
        finished = read_example(ROOT / "tests/submissions/right/reference.py")
        submit(replace(finished, name=name, cells=finished.cells | ANSWERS), release, submitted)
        work = Work(submitted / name / self.course.assignment, release)
        exec(compile(case.text, case.path, "exec"), {"work": work, "__name__": "case"})
        if work.listed:
            self.course.run("nbgrader", "db", "student", "add", work.listed)
        return work.listed or work.folder.parent.name

    def grade(self) -> list[Outcome]:
        done = self.course.run("grade", self.course.assignment, "--all", check=False)
        if "Each student:" not in done.stdout:
            raise RuntimeError(done.stdout + done.stderr)
        rows = self._rows(done.stdout)
        return [
            Outcome(case, self._scores(student, rows), rows.get(student, ""), self._pages(student))
            for case, student in self.students.items()
        ]

    def _rows(self, table: str) -> dict[str, str]:
        """What the table says of each student, in one line."""
        shown = {printable(student): student for student in self.students.values()}
        rows: dict[str, str] = {}
        student = ""
        for line in table.splitlines():
            begins = [name for name in shown if f"{line} ".startswith(f" {name} ")]
            if begins:
                student = shown[max(begins, key=len)]
            elif not line.startswith("  "):
                student = ""
            if student:
                rows[student] = " ".join([rows.get(student, ""), *line.split()]).strip()
        return rows

    def _scores(self, student: str, rows: dict[str, str]) -> str:
        if student not in rows:
            return NO_STUDENT
        scores = {} if "\udc80" <= max(student) <= "\udcff" else self.course.scores(student)
        names = REFERENCE if self.course.assignment == ASSIGNMENT else sorted(scores)
        found = [scores.get(name) for name in names]
        return " ".join("-" if score is None else f"{score:g}" for score in found)

    def _pages(self, student: str) -> str:
        folder = self.course.root / "feedback" / student / self.course.assignment
        text = " ".join(path.read_text() for path in sorted(folder.glob("*.html")))
        return re.sub("</?code>", "`", text)  # as it is written in the sentences


def main() -> int:
    """Grade the cases whose names hold one of the arguments' words; all without any."""
    words = sys.argv[1:] or [""]
    cases = [case for case in CASES if any(word in case.name for word in words)]
    table = Table("case", "expected", "got")
    faults = 0
    with tempfile.TemporaryDirectory(prefix="field-") as folder:
        for outcome in grade_all(Path(folder), cases):
            expected = [outcome.case.says("scores"), outcome.case.says("note")]
            got = outcome.faults or [outcome.scores]
            faults += bool(outcome.faults)
            style = "bold red" if outcome.faults else None
            table.add_row(
                outcome.case.name, "\n".join(filter(None, expected)), "\n".join(got), style=style
            )
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table, markup=False)
    console.print(f"{len(cases)} cases, {faults} not as they must be")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
