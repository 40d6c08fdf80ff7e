"""Reads a course's settings from `nbgrader_config.py`, and finds the course's folders."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, Self

from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, InstantiateTests
from traitlets import Enum, Float, Int, Unicode
from traitlets.config import Config, LoggingConfigurable, PyFileConfigLoader

from grading.feedback.translation import DETAILS, Sentences
from grading.grade.cache import ResultCache
from grading.notebooks.repair import grade_id, is_autograded
from grading.sandbox.policy import ISOLATION, Limits, Sandbox, Settings

CONFIG = Path("nbgrader_config.py")  # in the course's folder


class HiddenChecks(LoggingConfigurable):
    """The settings of a course, which `nbgrader_config.py` may set as `c.HiddenChecks`."""

    device = Unicode(
        "auto",
        help="auto (the CPU, and an accelerator where there is one), cpu, accelerator, or the name "
        "of one, such as cuda, mps or xpu",
    ).tag(config=True)
    secret_file = Unicode(
        "grading_secret", help="hidden inputs follow from what is in it; it is made where missing"
    ).tag(config=True)
    checks_directory = Unicode(
        "tests/hidden", help="<assignment>/<notebook>/<graded cell>.py are in it"
    ).tag(config=True)
    results_directory = Unicode(".cache/results", help="where results are kept").tag(config=True)
    cell_seconds = Float(Limits.cell, help="processor time for a cell").tag(config=True)
    call_seconds = Float(Limits.call, help="processor time for a call by a check").tag(config=True)
    notebook_seconds = Float(
        Limits.notebook, help="processor time for a notebook, its checks included"
    ).tag(config=True)
    memory_gigabytes = Float(
        Limits.memory / (1 << 30), help="for a kernel and all that it starts"
    ).tag(config=True)
    isolation = Enum(
        ISOLATION,
        "auto",
        help="of a student's kernel; strict: grade only where it is complete; none: for debugging",
    ).tag(config=True)

    cells_without_checks = Enum(
        ("refused", "nbgrader"),
        "refused",
        help="refused: such cells are not graded; nbgrader: they are graded as nbgrader does, by "
        "what they show, hidden tests in them included, which a student's code can reach",
    ).tag(config=True)

    students_read = Enum(
        DETAILS,
        "hints",
        help="of what the checks found. hints: each check, and what to look at where it failed; "
        "checks: each check, whether it passed; scores: no more than the scores, as in an exam",
    ).tag(config=True)

    answers_a_day = Int(
        0,
        min=0,
        help="to a student, by `grade --watch --collect`: the feedback of a submission beyond so "
        "many is not given before the next day; 0: there is no limit",
    ).tag(config=True)

    @classmethod
    def of(cls, course: Path, **options: Any) -> Self:
        """Return the settings of a course.

        Args:
            course: its folder.
            options: override the settings in `nbgrader_config.py`.

        Raises:
            FileNotFoundError: there is no course.
        """
        if not (course / CONFIG).is_file():
            raise FileNotFoundError(f"{course} is no course: it holds no {CONFIG}")
        config: Config = PyFileConfigLoader(str(CONFIG), str(course)).load_config()
        config.CourseDirectory.root = str(course.absolute())
        return cls(config=config, **options)

    @cached_property
    def directory(self) -> CourseDirectory:
        """The course's folders, as nbgrader is configured."""
        return CourseDirectory(parent=self)

    @property
    def root(self) -> Path:
        """The course's folder."""
        return Path(self.directory.root)

    @property
    def results(self) -> ResultCache:
        """The cache of the results of earlier runs."""
        return ResultCache((self.root / self.results_directory).resolve())

    @property
    def settings(self) -> Settings:
        """Device, limits and isolation. The imports of kernels are left to the assignment."""
        limits = Limits(
            self.cell_seconds,
            self.call_seconds,
            self.notebook_seconds,
            memory=int(self.memory_gigabytes * (1 << 30)),
        )
        return Settings(self.device, Sandbox("", self.isolation, limits))

    def release(self, assignment: str) -> Path:
        """Return the folder of an assignment's student version.

        Raises:
            FileNotFoundError: the folder holds no notebook.
        """
        release = self.folder("release", assignment)
        if not any(release.glob("*.ipynb")):
            raise FileNotFoundError(
                f"{release} lacks the notebooks to compare a submission with. "
                f"Run: nbgrader generate_assignment {assignment}"
            )
        return release

    def folder(self, kind: str, assignment: str) -> Path:
        """Return the folder that nbgrader keeps an assignment in, for a kind such as `source`."""
        directory = self.directory
        return Path(directory.format_path(getattr(directory, f"{kind}_directory"), ".", assignment))

    def checks(self, assignment: str) -> Path:
        """Return the folder of an assignment's hidden checks, relative to the course."""
        return Path(self.checks_directory, assignment)

    def sentences(self, assignment: str) -> Sentences:
        """Return the translations of what an assignment's students read."""
        return Sentences.read(self.root / self.checks(assignment), self.students_read)

    def in_cells(
        self,
        assignment: str,
        sources: dict[str, NotebookNode],
        released: dict[str, NotebookNode],
        checks: dict[str, dict[str, str]],
    ) -> dict[str, dict[str, str]]:
        """Return for each notebook the code of its graded cells without hidden checks, by name.

        The code includes nbgrader's hidden tests. Where such cells are not graded there is none.

        Args:
            sources: the notebooks of the instructor version, by name.
            released: the notebooks of the student version, by name.
            checks: for each notebook, the hidden checks by file name.

        Raises:
            ValueError: a cell of the source holds hidden tests that would not be run.
        """
        code: dict[str, dict[str, str]] = {name: {} for name in released}
        for name, notebook in released.items():
            source_cells = {grade_id(cell): cell for cell in sources.get(name, notebook).cells}
            for cell in filter(is_autograded, notebook.cells):
                key = str(grade_id(cell))
                has_checks = f"{key}.py" in checks[name]
                is_graded = self.cells_without_checks == "nbgrader" and not has_checks
                text = self._with_hidden_tests(
                    cell, source_cells.get(key, cell), is_graded=is_graded
                )
                if text is None:
                    where = f"{self.folder('source', assignment) / name}.ipynb: the cell {key}"
                    file = self.checks(assignment) / name / f"{key}.py"
                    raise ValueError(
                        f"{where} holds hidden tests that are not run: make them checks in {file}, "
                        "and take them out of the cell"
                    )
                if is_graded:
                    code[name][key] = text
        return code

    def _with_hidden_tests(
        self, cell: NotebookNode, source: NotebookNode, *, is_graded: bool
    ) -> str | None:
        """Return a graded cell's code; None if it has hidden tests that would not be run."""
        if ClearHiddenTests(parent=self).begin_test_delimeter not in source.source:
            return str(cell.source)
        # nbgrader replaces an autotest by code only where it makes the release.
        has_autotests = InstantiateTests(parent=self).autotest_delimiter in source.source
        return str(source.source) if is_graded and not has_autotests else None

    @property
    def configuration(self) -> bytes:
        """The contents of nbgrader's configuration; empty where there is none."""
        path = self.root / CONFIG
        return path.read_bytes() if path.is_file() else b""
