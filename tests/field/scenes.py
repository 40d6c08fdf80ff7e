"""An instructor's desk, as the cases use it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from proofs.examples import read_example
from support import ASSIGNMENT, ROOT, Course

REPORTS = (
    f"reports/{ASSIGNMENT}/report.html",
    f"reports/{ASSIGNMENT}/checks.json",
    "reports/index.html",
    "grades.csv",
)
STUDENT = "王小明"


class Desk:
    """A course in which a class of one has been graded.

    Attributes:
        course: with its submissions.
        said: what the last command has printed.
    """

    def __init__(self, course: Course) -> None:
        self.course = course
        self.said = ""
        self._status = 0
        self.hand_in(STUDENT)
        self.run("grade")
        assert self._status == 0, self.said

    def hand_in(self, student: str) -> None:
        """Have a finished submission of a student's."""
        finished = read_example(ROOT / "tests/submissions/right/reference.py")
        self.course.submit(replace(finished, name=student))

    def run(self, command: str, **environment: str) -> None:
        """Run a command in a shell, with these variables; its status is the first that is not 0."""
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=self.course.root,
            env=os.environ | {"PATH": path} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.said, self._status = done.stdout.decode(), done.returncode

    def play(self, case: Path) -> tuple[str, str]:
        """Play a case; what came of its last command, and what that has printed."""
        reports = [self.course.root / name for name in REPORTS]
        for report in reports:
            report.unlink(missing_ok=True)
        exec(compile(case.read_text(), case, "exec"), {"desk": self, "__name__": "case"})
        written = sum(report.is_file() for report in reports)
        return f"status {self._status}, {written} reports", self.said
