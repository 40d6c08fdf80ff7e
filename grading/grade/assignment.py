"""Holds all that an assignment's grades depend on, as a value that can be sent to a worker."""

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

# nbgrader's exchange adds these to each submission; the student did not write them.
EXCHANGE = ("timestamp.txt", "submission_secret.txt")
NOT_SUBMITTED = File("", problem=Told("This notebook was not handed in."))


@dataclass(frozen=True)
class Assignment:
    """All that an assignment's submissions are graded by.

    Attributes:
        name: of the assignment.
        released: the notebooks of the student version, by name; nobody may change these objects.
        files: the other files of the student version, by path.
        references: the code of the reference solutions, by notebook; see `reference_in`.
        checks: for each notebook, the source of the files of hidden checks, by file name.
        in_cells: for each notebook, the code of the graded cells without hidden checks, by cell
            name; empty where such cells are not graded.
        place: the folder of the checks, as error messages name it.
        say: translates what students read into the assignment's language.
        settings: device, limits and isolation.
        secret: from which the hidden inputs are derived.
        ignored: nbgrader's patterns for names of files that no kernel sees.
        environment: of the machine that grades; empty for this machine.
        exposed: warnings on what a student's code could read of the course.
        configuration: nbgrader's, which sets how much of a notebook the page shows.
        packages: name and version of every package on the machine that read the assignment.
        source: a hash of this package's source on that machine, what writes the pages included.
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
        """Read an assignment from a course.

        Args:
            course: its folder.
            options: override the settings in `nbgrader_config.py`.

        Raises:
            FileNotFoundError: there is no course, or no student version of the assignment.
            OSError: a file cannot be read.
            ValueError: a notebook of the course is invalid, or has hidden tests in a cell.
        """
        return cls.by(HiddenChecks.of(course, **options), name)

    @classmethod
    def by(cls, course: HiddenChecks, name: str) -> Assignment:
        """Read an assignment with the settings of its course; raise the same errors as `read`."""
        sources, place = read_notebooks(course.folder("source", name)), course.checks(name)
        release = course.release(name)
        released = read_notebooks(release)
        checks = {notebook: read_checks(course.root / place / notebook) for notebook in released}
        ignored = (*course.directory.ignore, *EXCHANGE)
        settings = course.settings
        files = read_files(release, [*ignored, "*.ipynb"])
        imports = imports_in(released.values(), files)
        return cls(
            name,
            released,
            files,
            {
                notebook: reference_in(sources[notebook]) if notebook in sources else ""
                for notebook in released
            },
            checks,
            course.in_cells(name, sources, released, checks),
            str(place),
            course.sentences(name),
            replace(settings, sandbox=replace(settings.sandbox, imports=imports)),
            read_secret(course.root / course.secret_file),
            ignored,
            exposed=tuple(exposed(course.root)),
            configuration=course.configuration,
        )

    @cached_property
    def hash(self) -> str:
        """A hash of all that grades and pages depend on."""
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
        """The exercises, by the names of their graded cells."""
        return {
            cell.metadata.nbgrader.grade_id: Task(name, float(cell.metadata.nbgrader.points))
            for name, notebook in self.released.items()
            for cell in notebook.cells
            if has_flag(cell, "grade") or has_flag(cell, "task")
        }

    @cached_property
    def outlines(self) -> dict[str, str]:
        """The outline of each released notebook, as JSON; see `grading.notebooks.released`."""
        return {name: json.dumps(outline(notebook)) for name, notebook in self.released.items()}

    @cached_property
    def modules(self) -> set[str]:
        """The names of the modules that the hidden checks import."""
        texts = (text for checks in self.checks.values() for text in checks.values())
        return set().union(*map(modules_in, texts))

    def grade(self, handed_in: HandedIn | Files, judge: Judge = judge) -> Graded:
        """Grade a submission, from its files to its graded notebooks.

        Args:
            handed_in: a submission that has been read; or the paths of notebooks, folders and zips;
                or the contents of files, by name.
            judge: returns the result of a notebook's job; the default runs the job.

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
        provenance = {"stamp": handed_in.hash, "course": self.hash, "not_confined": self.exposed}
        provenance["device"] = self.settings.device
        with limited(Limits()):
            notebooks = {
                name: graded_notebook(
                    draft, judged.get(name), self.released[name], self.say, provenance
                )
                for name, draft in drafts.items()
            }
        return Graded(notebooks, self.tasks)

    def pages(self, graded: Graded, student: str) -> dict[str, str]:
        """Return the feedback page of each notebook, as HTML, by the notebook's name."""
        names = {"assignment": self.name, "student": student}
        outcomes = graded.outcomes.items()
        return {
            name: page_of(
                notebook.notebook,
                names | {"notebook": name},
                {
                    exercise: outcome.score
                    for exercise, outcome in outcomes
                    if graded.tasks[exercise].notebook == name
                },
                self.say,
            )
            for name, notebook in graded.notebooks.items()
        }

    def _drafts(self, handed_in: HandedIn) -> dict[str, Draft]:
        """Return the drafts of the notebooks that were handed in, by the notebook's name."""
        contents = sort_out(handed_in, self.released)
        drafts = {}
        for name, original in self.released.items():
            is_there = f"{name}.ipynb" in handed_in.files
            file = contents.notebooks.get(name, NOT_SUBMITTED if is_there else None)
            if file is not None:
                draft = drafts[name] = Draft.of(file, original)
                if not file.problem:
                    job = self._job(name, draft, file, handed_in, contents.own)
                    drafts[name] = replace(draft, job=job)
        return drafts

    def _job(
        self, name: str, draft: Draft, file: File, handed_in: HandedIn, consumed: set[str]
    ) -> Job:
        """Return the job of a repaired notebook, with everything that the grade depends on.

        Args:
            consumed: the paths of files that the kernel must not see, because they are notebooks of
                the assignment or cannot be read.
        """
        # A notebook may run or import any file but the assignment's notebooks: each has its grade.
        files = {
            path: data
            for path, data in handed_in.files.items()
            if path not in handed_in.hidden and path not in consumed
        }
        folder = Path(file.name).parent
        files |= {
            str(Path(path).relative_to(folder)): data
            for path, data in files.items()
            if Path(path).is_relative_to(folder)
        }
        files = _by_both_spellings(files)
        return Job(
            notebook=json.dumps(draft.notebook),
            files=files,
            reference=self.references[name],
            checks=self.checks[name],
            place=f"{self.place}/{name}",
            seed=seed_of(draft.notebook, files, self.secret),
            settings=self.settings,
            environment=self.environment or _environment_here(self.settings),
            release=self.outlines[name],
            released_files=_by_both_spellings(self.files),
            in_cells=self.in_cells[name],
            packages=self.packages,
        )


@cache
def _environment_here(settings: Settings) -> dict[str, str]:
    return inspect_machine(settings)[0]


def _by_both_spellings(files: dict[str, bytes]) -> dict[str, bytes]:
    # A Mac spells é as e and an accent: each file is there by that name and by the usual one.
    return {composed(path): data for path, data in files.items()} | files


def grade_numbered(assignment: Assignment, numbered: tuple[int, HandedIn | Graded]) -> Graded:
    """Grade a numbered submission, on a machine that is not told the student's name."""
    handed_in = numbered[1]
    assert isinstance(handed_in, HandedIn)  # what is graded is not sent
    return assignment.grade(handed_in)
