"""Proves an assignment's hidden checks against example submissions and against mutants.

    PYTHONPATH=tests python -m proofs.verify ASSIGNMENT [--exercise NAME] [--sample N] [--forms N]

Each example is graded as it is and in another form (see `forms`). Right answers must get full
marks, wrong ones the score, the failed checks and the words that their headers say, mutants of the
reference solutions must lose points, and each check must be the only one that catches some wrong
answer. Examples are then judged with more seeds, where all must be the same: so it is seen where a
check misses a wrong answer, or refuses a right one, by chance. Tables are printed and
`verification.json` written; the status is 1 if anything is not as it must be.
"""

from __future__ import annotations

import argparse
import inspect
import json
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path

import nbformat
import torch
from nbformat import NotebookNode
from proofs.examples import Example, overlay, read_example
from proofs.forms import in_another_form
from proofs.jobs import run_jobs
from proofs.mutants import Mutant, mutants_of
from proofs.repeats import Repeat, judge_again
from rich.console import Console
from rich.progress import track
from rich.table import Table

from grading.checks.outcome import Check, Exercise
from grading.checks.pictures import FILE
from grading.grade.cache import ResultCache
from grading.grade.job import Job, environment, seed_of
from grading.jobs.pool import LocalWorkers, cores, run_all
from grading.notebooks.reading import imports_of, read_checks, read_files, reference_in
from grading.notebooks.repair import grade_id, has_flag, is_autograded
from grading.sandbox.policy import Sandbox, Settings

SUBMISSIONS, HIDDEN, EQUIVALENT = "tests/submissions", "tests/hidden", "tests/mutants.toml"
ACCELERATOR = "accelerator"  # what examples need that are wrong there only
MODULES = ("scipy.stats",)  # which workers import, for the hidden checks
REPORT, RESULTS = Path("verification.json"), Path(".cache/results")


@dataclass(frozen=True)
class Answer:
    """One notebook to grade, and what it is an example of.

    Attributes:
        kind: right, wrong or mutant.
        exercises: the solution cells that it answers; nothing is said of the others.
    """

    kind: str
    name: str
    notebook: str
    content: NotebookNode
    exercises: frozenset[str]
    example: Example | None = None
    mutant: Mutant | None = None

    @property
    def tells_devices_apart(self) -> bool:
        """Whether it is an example of what is wrong on an accelerator only."""
        return self.example is not None and self.example.needs == ACCELERATOR

    @property
    def is_as_written(self) -> bool:
        """Whether it is an example of one exercise, in its own form."""
        return self.example is not None and not self.example.is_whole and "," not in self.name


@dataclass
class Tally:
    """What came of one exercise's answers."""

    right_passed: int = 0
    right_failed: int = 0
    wrong_passed: int = 0
    wrong_failed: int = 0
    mutants_caught: int = 0
    mutants_equivalent: int = 0
    mutants_survived: int = 0
    caught: dict[str, int] = field(default_factory=dict)  # wrong answers, by check
    caught_alone: dict[str, int] = field(default_factory=dict)  # by no other check
    tries: dict[str, list[bool]] = field(default_factory=dict)  # of each wrong one: was it caught?


class Verification:
    """The course in a folder, and what has been found of one of its assignments."""

    def __init__(self, root: Path, assignment: str, secret: str = "") -> None:
        self.root = root
        self.secret = secret
        self.assignment = assignment
        self.has_accelerator = torch.accelerator.is_available()
        self.release = self._notebooks("release")
        self.source = self._notebooks("source")
        self._check_release()
        self.equivalent: dict[str, str] = {}
        if (root / EQUIVALENT).is_file():
            listed = tomllib.loads((root / EQUIVALENT).read_text())["mutant"]
            self.equivalent = {
                mutant["change"]: mutant["reason"]
                for mutant in listed
                if not (self.has_accelerator and mutant.get("caught_on") == ACCELERATOR)
            }
        self.points = {
            str(grade_id(cell)): float(cell.metadata.nbgrader.points)
            for notebook in self.source.values()
            for cell in notebook.cells
            if is_autograded(cell)
        }
        self.tallies: dict[str, Tally] = {}
        self.errors: list[str] = []

    @property
    def exercises(self) -> set[str]:
        """The names of the assignment's exercises."""
        return {name.removeprefix("test_") for name in self.points}

    def _check_release(self) -> None:
        """Raise a SystemExit where the release has other exercises: their answers would be lost."""
        cells = [
            {
                name: list(filter(None, map(grade_id, notebook.cells)))
                for name, notebook in of.items()
            }
            for of in (self.source, self.release)
        ]
        if cells[0] != cells[1]:
            hint = f"run: nbgrader generate_assignment {self.assignment} --force"
            raise SystemExit(f"release/{self.assignment} has other cells than source/; {hint}")

    def _notebooks(self, folder: str) -> dict[str, NotebookNode]:
        paths = sorted((self.root / folder / self.assignment).glob("*.ipynb"))
        return {path.stem: nbformat.read(path, as_version=4) for path in paths}

    def answers(self, forms: int = 1) -> list[Answer]:
        """Every example of the assignment's exercises, and every mutant.

        Args:
            forms: every so many examples are there in another form, too.
        """
        found: list[Answer] = []
        for kind in ("right", "wrong"):
            paths = sorted((self.root / SUBMISSIONS / kind).glob("*.py"))
            for number, example in enumerate(map(read_example, paths)):
                if example.needs == ACCELERATOR and not self.has_accelerator:
                    found += self._answers_of("right", self._as_if_right(example))
                    continue
                found += self._answers_of(kind, example)
                if number % forms == 0:
                    for form in in_another_form(example, number):
                        found += self._answers_of(kind, form)
        for name, notebook in self.source.items():
            for mutant in mutants_of(notebook):
                content = overlay(mutant.example, notebook)
                exercises = frozenset([mutant.exercise])
                found.append(Answer("mutant", mutant.name, name, content, exercises, mutant=mutant))
        return found

    def answers_to(self, exercise: str, answers: list[Answer]) -> list[Answer]:
        """Return those of the answers that are to an exercise, and of no other.

        Raises:
            SystemExit: the assignment has no such exercise.
        """
        if exercise not in self.exercises:
            names = ", ".join(sorted(self.exercises))
            raise SystemExit(f"source/{self.assignment} has no exercise {exercise}, but {names}")
        wanted = frozenset([exercise])
        return [replace(one, exercises=wanted) for one in answers if exercise in one.exercises]

    def _as_if_right(self, example: Example) -> Example:
        scores = {name: self.points.get(f"test_{name}", 0) for name in example.scores}
        return replace(example, scores=scores, caught_by=frozenset(), says="")

    def _answers_of(self, kind: str, example: Example) -> Iterable[Answer]:
        for name, notebook in self.release.items():
            cells = {grade_id(cell) for cell in notebook.cells if has_flag(cell, "solution")}
            exercises = frozenset(str(cell) for cell in cells if cell in example.scores)
            if exercises:
                content = overlay(example, notebook)
                yield Answer(kind, example.name, name, content, exercises, example=example)

    def job(self, answer: Answer, settings: Settings) -> Job:
        """What there is to grade of an answer."""
        place = f"{HIDDEN}/{self.assignment}/{answer.notebook}"
        checks = read_checks(self.root / place)
        checks.pop(FILE, None)  # pictures prove nothing, and take time
        notebook = nbformat.writes(answer.content)
        source = self.root / "source" / self.assignment
        reference = reference_in(self.source[answer.notebook])
        files = read_files(source, ["*.ipynb"])
        seed = seed_of(answer.content, {}, self.secret)
        return Job(notebook, files, reference, checks, place, seed, settings, environment())

    def repeat(self, answer: Answer, settings: Settings, times: int) -> Repeat:
        """The answer, to be judged so many times in a notebook where all others are right."""
        assert answer.example is not None
        content = overlay(answer.example, self.source[answer.notebook])
        job = self.job(replace(answer, content=content), settings)
        names = [f"test_{name}" for name in sorted(answer.exercises)]
        return Repeat(job, tuple(names), times)

    def judge_repeats(self, answer: Answer, found: dict[str, list[list[Check]]]) -> None:
        """Hold what the checks found each time against what is known of the answer."""
        for exercise, outcomes in found.items():
            for checks in outcomes:
                points = self.points[exercise]
                self._judge_repeat(answer, Exercise(exercise, points, checks))

    def _judge_repeat(self, answer: Answer, exercise: Exercise) -> None:
        name, example = exercise.name.removeprefix("test_"), answer.example
        assert example is not None
        if answer.kind == "wrong" and example.scores[name] < exercise.points:
            tries = self.tallies[name].tries.setdefault(answer.name, [])
            tries.append(exercise.score != exercise.points)
        if exercise.score != example.scores[name] or not self._is_caught_as_said(example, exercise):
            failed = " ".join(check.name for check in exercise.checks if not check.passed)
            said = f"with another seed {exercise.score:g} points; failed: {failed or 'nothing'}"
            self._error(answer, name, said)

    def _is_caught_as_said(self, example: Example, exercise: Exercise) -> bool:
        """Whether an answer fails the checks that its header names, if it names any."""
        failed = {check.name for check in exercise.checks if not check.passed}
        everything = {check.name for check in exercise.checks}
        said = everything if example.caught_by == {"all"} else example.caught_by
        return not said or failed == said or (self._may_lose_more(example) and failed > said)

    def _may_lose_more(self, example: Example) -> bool:
        """Whether it may be wrong in more ways than its header says, which is of the CPU."""
        return self.has_accelerator and bool(example.caught_by) and example.needs != ACCELERATOR

    def judge(self, answer: Answer, found: list[Exercise]) -> None:
        """Hold what the checks found against what is known of the answer."""
        for exercise in found:
            name = exercise.name.removeprefix("test_")
            if name not in answer.exercises:
                continue
            tally = self.tallies.setdefault(name, Tally())
            if exercise.score is None:
                self._error(answer, name, f"not graded: {exercise.fault.splitlines()[0]}")
            elif answer.kind == "mutant":
                self._judge_mutant(answer, exercise, tally)
            else:
                self._judge_example(answer, name, exercise, tally)

    def _judge_mutant(self, answer: Answer, exercise: Exercise, tally: Tally) -> None:
        assert answer.mutant is not None
        listed = answer.mutant.change in self.equivalent
        if exercise.score != exercise.points:
            tally.mutants_caught += 1
            if listed:
                self._error(answer, exercise.name, f"{EQUIVALENT} lists it, but it is caught")
        elif listed:
            tally.mutants_equivalent += 1
        else:
            tally.mutants_survived += 1
            self._error(answer, exercise.name, f"survived: {answer.mutant.change}")

    def _judge_example(self, answer: Answer, name: str, exercise: Exercise, tally: Tally) -> None:
        example = answer.example
        assert example is not None
        failed = frozenset(check.name for check in exercise.checks if not check.passed)
        hints = " ".join(check.hint for check in exercise.checks)
        may_be_less = self._may_lose_more(example) and (exercise.score or 0) < example.scores[name]
        if exercise.score != example.scores[name] and not may_be_less:
            said = f"{exercise.score:g} in place of {example.scores[name]:g} points"
            self._error(answer, name, f"{said}; failed: {' '.join(sorted(failed)) or 'nothing'}")
        passed = exercise.score == exercise.points
        if answer.kind == "right":
            tally.right_passed += passed
            tally.right_failed += not passed
            return
        if example.scores[name] == exercise.points:
            return  # a wrong submission's right answer
        tally.wrong_passed += passed
        tally.wrong_failed += not passed
        for check in exercise.checks:
            tally.caught.setdefault(check.name, 0)
            tally.caught_alone.setdefault(check.name, 0)
            tally.caught[check.name] += check.name in failed
            tally.caught_alone[check.name] += failed == {check.name}
        if example.caught_by:
            if not self._is_caught_as_said(example, exercise):
                caught, said = (" ".join(sorted(them)) for them in (failed, example.caught_by))
                self._error(answer, name, f"caught by {caught or 'nothing'}, not {said}")
            if not example.says or example.says not in hints:
                self._error(answer, name, f"no hint says {example.says!r}: {hints}")

    def find_idle_checks(self) -> None:
        """Complain of each check without which no wrong answer would get full marks."""
        for name, tally in self.tallies.items():
            for check, alone in tally.caught_alone.items():
                if not alone:
                    self.errors.append(f"{name}: no wrong answer is caught by {check} alone")

    def _error(self, answer: Answer, exercise: str, text: str) -> None:
        self.errors.append(f"{answer.kind}/{answer.name}, {exercise}: {text}")


def _tables(tallies: dict[str, Tally]) -> Iterable[Table]:
    table = Table("exercise", "right: passed", "failed", "wrong: passed", "failed")
    for title in ("mutants: caught", "equivalent", "survived"):
        table.add_column(title)
    for name, tally in tallies.items():
        counts = [tally.right_passed, tally.right_failed, tally.wrong_passed, tally.wrong_failed]
        counts += [tally.mutants_caught, tally.mutants_equivalent, tally.mutants_survived]
        table.add_row(name, *map(str, counts))
    yield table
    checks = Table("exercise", "check", "wrong answers caught", "by it alone")
    for name, tally in tallies.items():
        for check, count in tally.caught.items():
            checks.add_row(name, check, str(count), str(tally.caught_alone[check]))
    yield checks


def emulate() -> tuple[str, list[str]]:
    """Have an emulated accelerator here.

    Returns:
        The code that gives one to kernels, and the modules that give one to workers.
    """
    device = import_module("emulated_accelerator")
    return inspect.getsource(device), [device.__name__]


def main() -> int:
    """Verify, print the tables, write the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assignment")
    parser.add_argument("--exercise", metavar="NAME", default="", help="only answers to this one")
    parser.add_argument("--sample", type=int, default=1, help="take every N-th answer only")
    parser.add_argument(
        "--forms", type=int, default=1, help="every N-th example in another form, too"
    )
    parser.add_argument("--seeds", type=int, default=1, help="judge each example so many times")
    parser.add_argument("--secret", default="", help="hidden inputs follow from it")
    parser.add_argument("--emulated", action="store_true", help="also on an emulated accelerator")
    args = parser.parse_args()
    before, modules = emulate() if args.emulated else ("", [])
    imports, modules = before + imports_of(Path("source", args.assignment)), [*MODULES, *modules]
    console = Console(width=None if sys.stdout.isatty() else 160)
    verification = Verification(Path.cwd(), args.assignment, args.secret)
    answers = verification.answers(args.forms)
    if args.exercise:
        answers = verification.answers_to(args.exercise, answers)
    answers = [a for i, a in enumerate(answers) if i % args.sample == 0 or a.tells_devices_apart]
    settings = Settings(sandbox=Sandbox(imports))
    jobs = (
        (str(number), verification.job(answer, settings)) for number, answer in enumerate(answers)
    )
    with LocalWorkers(cores(), imports, modules) as workers:
        found = run_jobs(jobs, ResultCache(RESULTS), workers)
        for number, result in track(found, "verifying", total=len(answers), console=console):
            if isinstance(result, OSError):
                raise result
            verification.judge(answers[int(number)], result.exercises)
        again = [answer for answer in answers if answer.is_as_written] if args.seeds > 1 else []
        repeats = [verification.repeat(answer, settings, args.seeds - 1) for answer in again]
        by_repeat = {id(repeat): answer for repeat, answer in zip(repeats, again, strict=True)}
        outcomes = run_all(judge_again, iter(repeats), workers)
        for repeat, outcome in track(outcomes, "again", total=len(repeats), console=console):
            if isinstance(outcome, Exception):
                raise outcome
            verification.judge_repeats(by_repeat[id(repeat)], outcome)
    if args.sample == 1:
        verification.find_idle_checks()
    for table in _tables(verification.tallies):
        console.print(table)
    for error in sorted(verification.errors):
        console.print(error, markup=False, style="red")
    tries = [seen for tally in verification.tallies.values() for seen in tally.tries.values()]
    if tries:
        caught, count = sum(map(sum, tries)), sum(map(len, tries))
        console.print(f"with other seeds wrong answers were caught {caught} times of {count}")
    console.print(f"{len(answers)} answers graded, {len(verification.errors)} errors; see {REPORT}")
    report = {name: vars(tally) for name, tally in verification.tallies.items()}
    REPORT.write_text(json.dumps({"exercises": report, "errors": verification.errors}, indent=2))
    return 1 if verification.errors else 0


if __name__ == "__main__":
    sys.exit(main())
