"""All of ours that grades depend on, as a value: it is read once in a run, and can be sent."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from grading.checks.seeds import read_secret
from grading.feedback.page import page_of
from grading.feedback.translation import Sentences
from grading.grade.cache import Judge, judge
from grading.grade.graded import Draft, Graded, Task, graded_notebook
from grading.grade.hidden_checks import HiddenChecks
from grading.grade.job import (
    OTHER_VERSION,
    Job,
    inspect_machine,
    seed_of,
    software,
    source_hash,
)
from grading.grade.limits import limited
from grading.notebooks.gather import Files, gather
from grading.notebooks.matching import File, sort_out
from grading.notebooks.names import composed
from grading.notebooks.reading import (
    HandedIn,
    imports_in,
    modules_in,
    read_checks,
    read_files,
    read_notebooks,
    reference_in,
)
from grading.notebooks.released import outline
from grading.notebooks.repair import has_flag
from grading.sandbox.policy import Limits, Settings
from grading.sandbox.spawn import exposed
from grading.sandbox.told import Told

# What nbgrader's exchange adds to a submission, new each time: no work of the student's.
EXCHANGE = ("timestamp.txt", "submission_secret.txt")
NOTHING = File("", problem=Told("This notebook was not handed in."))


@dataclass(frozen=True)
class Assignment:
    """What an assignment's submissions are graded by.

    Attributes:
        name: of the assignment.
        released: the notebooks of the student version, by name; they are not to be changed.
        files: what students were given beside them, by path.
        references: the code of the reference solutions, by notebook; see `reference_in`.
        checks: the texts of the files of hidden checks, by name, by notebook.
        in_cells: the code of the graded cells that have none, by name, by notebook; empty where
            they are not to be graded.
        place: the folder of the checks, as messages should name it.
        say: says what students read, in the assignment's language.
        secret: hidden inputs follow from it.
        ignored: nbgrader's patterns of names of files that no kernel sees.
        environment: of the machine that grades; empty for this one.
        exposed: what of the course a student's code could read.
        configuration: of nbgrader, which says how much of a notebook is shown.
        packages: all that are installed where this was read.
        source: a hash of this package there, of what writes the pages, too.
    """

    name: str
    released: dict[str, NotebookNode]
    files: dict[str, bytes]
    references: dict[str, str]
    checks: dict[str, dict[str, str]]
    in_cells: dict[str, dict[str, str]]
    place: str
    say: Sentences
    settings: Settings
    secret: str
    ignored: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    exposed: tuple[str, ...] = ()
    configuration: bytes = b""
    packages: list[str] = field(default_factory=software)
    source: str = field(default_factory=source_hash)

    @classmethod
    def read(cls, course: Path, name: str, **options: Any) -> Assignment:
        """Read an assignment of the course in a folder.

        Args:
            options: settings in the place of those in `nbgrader_config.py`.

        Raises:
            FileNotFoundError: there is no course, or no student version of the assignment.
            OSError: something cannot be read.
            ValueError: a notebook of the course is none, or has hidden tests in a cell.
        """
        return cls.by(HiddenChecks.of(course, **options), name)

    @classmethod
    def by(cls, course: HiddenChecks, name: str) -> Assignment:
        """Read an assignment by the settings of its course, with the errors of `read`."""
        sources, place = read_notebooks(course.folder("source", name)), course.checks(name)
        release = course.release(name)
        released = read_notebooks(release)
        checks = {each: read_checks(course.root / place / each) for each in released}
        hidden = (*course.directory.ignore, *EXCHANGE)
        settings = course.settings
        files = read_files(release, [*hidden, "*.ipynb"])
        imports = imports_in(released.values(), files)
        return cls(
            name,
            released,
            files,
            {each: reference_in(sources[each]) if each in sources else "" for each in released},
            checks,
            course.in_cells(name, sources, released, checks),
            str(place),
            course.sentences(name),
            replace(settings, sandbox=replace(settings.sandbox, imports=imports)),
            read_secret(course.root / course.secret_file),
            hidden,
            exposed=tuple(exposed(course.root)),
            configuration=course.configuration,
        )

    @cached_property
    def hash(self) -> str:
        """The same for two assignments if all grades and pages are."""
        released = {name: notebook.cells for name, notebook in self.released.items()}
        files = {name: hashlib.sha256(data).hexdigest() for name, data in self.files.items()}
        parts = [
            *(released, files, self.references, self.checks, self.in_cells),
            *(self.place, self.secret),
            [list(self.say.translations.items()), self.say.detail],
            *(asdict(self.settings), self.ignored, self.environment, self.exposed),
            *(self.configuration.hex(), self.packages, self.source),
        ]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    @cached_property
    def tasks(self) -> dict[str, Task]:
        """Return the exercises, by the names of their graded cells."""
        return {
            cell.metadata.nbgrader.grade_id: Task(name, float(cell.metadata.nbgrader.points))
            for name, notebook in self.released.items()
            for cell in notebook.cells
            if has_flag(cell, "grade") or has_flag(cell, "task")
        }

    @cached_property
    def outlines(self) -> dict[str, str]:
        """Return what `grading.notebooks.released` goes by of each released notebook, as JSON."""
        return {name: json.dumps(outline(notebook)) for name, notebook in self.released.items()}

    @cached_property
    def modules(self) -> set[str]:
        """What the hidden checks import."""
        texts = (text for checks in self.checks.values() for text in checks.values())
        return set().union(*map(modules_in, texts))

    def grade(self, handed_in: HandedIn | Files, judge: Judge = judge) -> Graded:
        """Grade a submission: all that belongs to it is done here, and nothing else is looked at.

        Args:
            handed_in: paths of notebooks, folders and zips; or what is in files, by name.
            judge: finds the result of each notebook; by default, by grading it.

        Raises:
            RuntimeError: this process has another version of the package.
        """
        if self.source != source_hash():
            raise RuntimeError(OTHER_VERSION)
        with limited(Limits()):
            if not isinstance(handed_in, HandedIn):
                handed_in = gather(handed_in, self.ignored)
            drafts = self._drafts(handed_in)
        judged = {name: judge(draft.job) for name, draft in drafts.items() if draft.job}
        about = {"stamp": handed_in.stamp, "course": self.hash, "not_confined": self.exposed}
        about["device"] = self.settings.device
        with limited(Limits()):
            notebooks = {
                name: graded_notebook(draft, judged.get(name), self.released[name], self.say, about)
                for name, draft in drafts.items()
            }
        return Graded(notebooks, self.tasks)

    def pages(self, graded: Graded, student: str) -> dict[str, str]:
        """Return what the student reads of each notebook, as HTML, by name."""
        about = {"assignment": self.name, "student": student}
        outcomes = graded.outcomes.items()
        return {
            name: page_of(
                notebook.notebook,
                about | {"notebook": name},
                {key: one.score for key, one in outcomes if graded.tasks[key].notebook == name},
                self.say,
            )
            for name, notebook in graded.notebooks.items()
        }

    def _drafts(self, handed_in: HandedIn) -> dict[str, Draft]:
        """Return what is to be graded of each notebook that was handed in, or has its name."""
        contents = sort_out(handed_in, self.released)
        drafts = {}
        for name, original in self.released.items():
            is_there = f"{name}.ipynb" in handed_in.files
            file = contents.notebooks.get(name, NOTHING if is_there else None)
            if file is not None:
                draft = drafts[name] = Draft.of(file, original)
                if not file.problem:
                    job = self._job(name, draft, file, handed_in, contents.own)
                    drafts[name] = replace(draft, job=job)
        return drafts

    def _job(self, name: str, draft: Draft, file: File, handed_in: HandedIn, own: set[str]) -> Job:
        """All that the grade of a repaired notebook depends on.

        Args:
            own: the paths of the submission's files that are notebooks of the assignment.
        """
        # Other notebooks may be run by this one; those of the assignment have grades of their own.
        files = {
            path: data
            for path, data in handed_in.files.items()
            if path not in handed_in.hidden and path not in own
        }
        beside = Path(file.name).parent
        files |= {
            str(Path(path).relative_to(beside)): data
            for path, data in files.items()
            if Path(path).is_relative_to(beside)
        }
        files = _by_either_name(files)
        return Job(
            notebook=json.dumps(draft.notebook),
            files=files,
            reference=self.references[name],
            checks=self.checks[name],
            place=f"{self.place}/{name}",
            seed=seed_of(draft.notebook, files, self.secret),
            settings=self.settings,
            environment=self.environment or _of_this_machine(self.settings),
            release=self.outlines[name],
            given=_by_either_name(self.files),
            in_cells=self.in_cells[name],
            packages=self.packages,
        )


@cache
def _of_this_machine(settings: Settings) -> dict[str, str]:
    return inspect_machine(settings)[0]


def _by_either_name(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return files so that each can be opened by its name in either form, as on a Mac."""
    return {composed(path): data for path, data in files.items()} | files


def grade_numbered(assignment: Assignment, numbered: tuple[int, HandedIn | Graded]) -> Graded:
    """Grade a submission on a machine that knows no student, only the number."""
    handed_in = numbered[1]
    assert isinstance(handed_in, HandedIn)  # what is graded is not sent
    return assignment.grade(handed_in)
