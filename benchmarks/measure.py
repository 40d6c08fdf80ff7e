"""Classes to grade, the ways to grade them, and what one run of each costs."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from proofs.examples import copy_course, read_example, submit

from grading.jobs.pool import cores

ROOT = Path(__file__).parents[1]
ASSIGNMENT = "numerical_stability"
SECONDS_BETWEEN_LOOKS = 2  # at memory: a look takes a tenth of a second of a core
EXAMPLES, RIGHT = "[rw]*", "right"  # folders of examples: right and wrong ones, right ones only
STOCK = 'c = get_config()\nc.CourseDirectory.course_id = "d2l"\n'


@dataclass(frozen=True)
class Cost:
    """What a run took.

    Attributes:
        seconds: of wall time, from the command's start to its end.
        memory: bytes at the peak, of all its processes; what they share counts once.
        serial: seconds of processor time of the command's own process, which has no help.
    """

    seconds: float
    memory: int
    serial: float


@contextmanager
def course(size: int, kinds: str = EXAMPLES, *, stock: bool = False) -> Iterator[Path]:
    """Yield a course with so many submissions: the example class again and again, no two the same.

    Args:
        kinds: a pattern of the folders that the examples are from.
        stock: as nbgrader has it, without a line of this project.
    """
    paths = sorted((ROOT / "tests" / "submissions").glob(f"{kinds}/*.py"))
    whole = [example for example in map(read_example, paths) if example.is_whole]
    with TemporaryDirectory(prefix="bench-") as folder:
        root = Path(folder)
        copy_course(ROOT, ASSIGNMENT, root)
        if stock:
            (root / "nbgrader_config.py").write_text(STOCK)
        for number in range(size):
            kind = whole[number % len(whole)]
            name, mark = f"student_{number:04}", f"copy = {number}"
            example = replace(kind, name=name, extra=[*kind.extra, mark])
            submit(example, root / "release" / ASSIGNMENT, root / "submitted")
        run(root, "nbgrader", "generate_assignment", ASSIGNMENT, "--force")
        yield root


def run(root: Path, *command: str | Path) -> Cost:
    """Run a command of this environment in a folder, and watch it.

    Raises:
        RuntimeError: it failed; the text is what it printed.
    """
    programs = Path(sys.executable).parent
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"  # nbgrader looks for alembic there
    started = time.monotonic()
    with (root / "log").open("w+") as log:
        process = psutil.Popen(
            [str(programs / command[0]), *map(str, command[1:])],
            cwd=root,
            env=os.environ | {"PATH": path},
            stdout=log,
            stderr=log,
        )
        watcher = _Watcher(process)
        watcher.start()
        status = process.wait()
        seconds = time.monotonic() - started
        watcher.join()
        if status:
            log.seek(0)
            raise RuntimeError(f"{command}: {log.read()}")
    return Cost(seconds, watcher.peak, watcher.serial)


class _Watcher(threading.Thread):
    """Looks at a process, and now and then at its children, until it has ended."""

    def __init__(self, process: psutil.Popen) -> None:
        super().__init__()
        self.peak, self.serial = 0, 0.0
        self._process = process

    def run(self) -> None:
        next_look = 0.0
        while self._process.is_running():
            with suppress(psutil.Error):
                used = self._process.cpu_times()  # without that of its children
                self.serial = max(self.serial, used.user + used.system)
                if time.monotonic() > next_look:
                    family = [self._process, *self._process.children(recursive=True)]
                    self.peak = max(self.peak, sum(map(_share, family)))
                    next_look = time.monotonic() + SECONDS_BETWEEN_LOOKS
            time.sleep(0.05)


def _share(process: psutil.Process) -> int:
    """Return the process' own memory, and its share of what it shares."""
    with suppress(psutil.Error, OSError):
        return int(process.memory_full_info().pss)
    return 0


def stock(size: int) -> Cost:
    """Grade a class with nbgrader as it comes: visible checks only, in the student's kernel."""
    with course(size, stock=True) as root:
        return run(root, "nbgrader", "autograde", ASSIGNMENT)


def grade(size: int, workers: int, kinds: str = EXAMPLES) -> Cost:
    """Grade a class with `grade`: hidden checks, confinement and feedback included."""
    with course(size, kinds) as root:
        return run(root, "grade", ASSIGNMENT, "--workers", str(workers))


@dataclass(frozen=True)
class Known:
    """A class whose results are known.

    Attributes:
        first: the run that writes grades and feedback.
        again: the one after it, with nothing to do.
        changed: the one after that, with one submission that has changed.
    """

    size: int
    first: Cost
    again: Cost
    changed: Cost


def known(size: int) -> Known:
    """Grade a class whose results are known, and go on with it."""
    with course(1) as root:
        run(root, "grade", ASSIGNMENT)
        run(root, "python", Path(__file__).with_name("known.py"), str(size - 1))
        first, again = (run(root, "grade", ASSIGNMENT) for _ in range(2))
        path = next(root.glob(f"submitted/*/{ASSIGNMENT}/exploding_gradients.ipynb"))
        path.write_text(path.read_text().replace("import torch", "import torch  # again", 1))
        return Known(size, first, again, run(root, "grade", ASSIGNMENT))


def floor(size: int, kinds: str = EXAMPLES) -> Cost:
    """Run the cells that `grade` runs in bare IPython shells, forked warm; judge nothing."""
    with course(size, kinds) as root:
        return run(root, "python", Path(__file__).with_name("floor.py"), root, str(cores()))
