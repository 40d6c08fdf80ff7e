"""Grades a notebook: judges each exercise in up to three attempts, and keeps the best result.

1. The first attempt runs the whole notebook and judges every exercise. If points are lost, and
   released cells whose definitions are needed are missing or failed, these cells are put back, and
   the notebook is run again; all later attempts have these cells, too.
2. An exercise that lost points is judged in a kernel that has run only the cells above its check:
   in this state the student ran the visible check.
3. If the exercise still loses points, and an exercise above also lost points or is called by this
   one, the functions of the exercise above are replaced by those of the reference, and the exercise
   is judged once more. So a mistake costs points once, even one that the checks did not see.

The best attempt counts. Each attempt has hidden inputs of its own.
"""

from __future__ import annotations

import ast
import logging
import re
import traceback
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from grading.checks.expect import TOLD
from grading.checks.kept import Answer
from grading.checks.outcome import NOT_WRITTEN, Check, Exercise, ungraded
from grading.checks.pictures import draw_pictures
from grading.checks.recorder import GraderError
from grading.checks.runner import check_devices, run_checks
from grading.checks.seeds import derive
from grading.checks.submission import Submission, ask
from grading.notebooks.released import mend
from grading.notebooks.repair import grade_id, has_flag, is_autograded
from grading.notebooks.running import code_cells
from grading.notebooks.sanitize import clean_text
from grading.notebooks.symbols import parse
from grading.sandbox import wire
from grading.sandbox.clock import Deadline, Stopwatch
from grading.sandbox.confinement import NO_SHARED_MEMORY
from grading.sandbox.policy import Settings
from grading.sandbox.scratch import Files
from grading.sandbox.spawn import Crowded, what_is_missing
from grading.sandbox.told import NOTHING, Told

# Code that shares memory between processes, and how it fails on a machine without shared memory.
SHARES = re.compile(r"multiprocessing|share_memory_|num_workers|ProcessPool|SharedMemory")
REFUSED = re.compile(r"\b(?:raised|ended in) (?:OSError|PermissionError|RuntimeError)\b")
BY_CELL = Told("The check in the cell itself, which nbgrader's rules go by.")
LONGEST = 300  # letters of a cell's error message
ABOVE = Told("Judged as it stood right above its check: a cell further down changes it.")


def grade_notebook(
    notebook: NotebookNode,
    checks: Path,
    settings: Settings,
    *,
    seed: str,
    files: Files | None = None,
    released_files: Files | None = None,
    reference: NotebookNode | None = None,
    release: NotebookNode | None = None,
    in_cells: Mapping[str, str] | None = None,
) -> list[Exercise]:
    """Grade each graded cell of a repaired notebook.

    Args:
        notebook: the repaired notebook, which gets the outputs of the first attempt.
        checks: folder with a file `<grade_id>.py` for each graded cell, and `pictures.py`.
        settings: the device to check on, and how to run kernels.
        seed: the seed of the hidden inputs.
        files: the other files of the submission.
        released_files: the assignment's own files, which replace the student's of the same names.
        reference: the notebook with the reference solutions; without it there is no third attempt.
        release: the released notebook; without it no released cells are put back.
        in_cells: the code of the graded cells that nbgrader's rules judge, by name.

    Raises:
        Crowded: no kernel can be started now.
    """
    graded = [cell for cell in notebook.cells if is_autograded(cell)]
    try:
        check_devices(settings)
        attempts = Attempts(
            notebook, checks, settings, seed, files or {}, released_files or {}, reference, release
        )
        return attempts.grade(in_cells or {})
    except Crowded:  # the caller can try again later
        raise
    except Exception as error:  # such as a kernel that cannot start: no fault of the student's
        fault = f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
        return [ungraded(cell, fault) for cell in graded]


class Attempts:
    """All attempts at one notebook, which share one time limit; see `grade_notebook`."""

    def __init__(
        self,
        notebook: NotebookNode,
        checks: Path,
        settings: Settings,
        seed: str,
        files: Files,
        released_files: Files,
        reference: NotebookNode | None,
        release: NotebookNode | None,
    ) -> None:
        self._notebook = notebook
        self._repairs: list[Told] = []
        self._checks = checks
        self._settings = settings
        self._seed = seed
        self._files = {**files, **released_files}
        self._released_files = released_files
        self._reference = reference
        self._release = release
        self._budget = Deadline(Stopwatch(), settings.sandbox.limits.notebook)
        self._graded = {str(grade_id(cell)): cell for cell in notebook.cells if is_autograded(cell)}

    def grade(self, in_cells: Mapping[str, str]) -> list[Exercise]:
        """Return the best result of each exercise.

        Args:
            in_cells: the code of the cells that nbgrader's rules judge, by name.
        """
        exercises: dict[str, Exercise] = {}
        names = [name for name in self._graded if name not in in_cells]
        with self._replaced_sources(in_cells):
            first = self._attempt("first", names, always=in_cells)
        by_cell = {name: judged_by_cell(self._graded[name]) for name in in_cells}
        for name, exercise in (first | self._attempt_repaired(first)).items():
            exercises[name] = exercise
            if self._may_gain(exercise):
                exercises[name] = self._attempt_again(exercise, exercises)
        exercises = {name: (exercises | by_cell)[name] for name in self._graded}
        return list(map(self._ungraded_if_impossible, exercises.values()))

    @contextmanager
    def _replaced_sources(self, in_cells: Mapping[str, str]) -> Iterator[None]:
        """Give graded cells this code within the context, and then their own code again."""
        before = {name: self._graded[name].source for name in in_cells}
        try:
            for name, code in in_cells.items():
                self._graded[name].source = code
            yield
        finally:
            for name, code in before.items():
                self._graded[name].source = code

    def _ungraded_if_impossible(self, exercise: Exercise) -> Exercise:
        """Return the exercise; ungraded if it needs shared memory that no kernel here has."""
        is_refused = any(REFUSED.search(check.hint) for check in exercise.checks)
        code = (cell.source for cell in self._notebook.cells if cell.cell_type == "code")
        if is_refused and any(map(SHARES.search, code)):
            for text in what_is_missing(self._settings.sandbox):
                if NO_SHARED_MEMORY in text:
                    fault = f"{exercise.name} needs what this machine lacks: {text}"
                    return ungraded(self._graded[exercise.name], fault)
        return exercise

    def _may_gain(self, exercise: Exercise) -> bool:
        return _lost_points(exercise) and not self._is_unwritten(exercise)

    def _attempt_repaired(self, first: dict[str, Exercise]) -> dict[str, Exercise]:
        """Return the exercises whose result changes once missing released cells are put back."""
        names = [name for name, exercise in first.items() if self._may_gain(exercise)]
        if not names or self._release is None:
            return {}
        self._notebook, self._repairs = mend(self._notebook, self._release)
        again = self._attempt("repaired", names) if self._repairs else {}
        return {
            name: exercise for name, exercise in again.items() if _says_more(exercise, first[name])
        }

    def _is_unwritten(self, exercise: Exercise) -> bool:
        """Return whether the answer is only a stub, so that no attempt can earn more points."""
        functions = _functions_in(_answers_in(self._notebook)[exercise.name])
        has_stubs_only = bool(functions) and all(map(_is_stub, functions.values()))
        return has_stubs_only and exercise.is_unwritten

    def _attempt_again(self, exercise: Exercise, earlier: dict[str, Exercise]) -> Exercise:
        """Return the best result after the second and, where another mistake matters, the third.

        Args:
            exercise: the result of the first attempt.
            earlier: the results of the exercises that were judged before this one.
        """
        name = exercise.name
        again = self._attempt("second", [name], above=name)[name]
        best = _better(exercise, replace(again, note=ABOVE))
        if self._reference is None or not _lost_points(best):
            return best
        solutions = _answers_in(self._reference)
        code = "\n".join(cell.source for cell in _answers_in(self._notebook)[name])
        above = takewhile(lambda other: other != name, solutions)  # in the order of the reference
        spoilt = [
            other
            for other in above
            if other in earlier
            and (
                _lost_points(earlier[other]) or _names_a_function_of(solutions.get(other, []), code)
            )
        ]
        names = [name for other in spoilt for name in _functions_in(solutions.get(other, []))]
        if not names:
            return best
        note = Told(f"Judged with right versions of what is above it: {_listed(names)}.")
        with ExitStack() as stack:
            reference = self._run_reference(self._reference, stack, above=spoilt[-1])
            stand_ins = {function: partial(_answer, reference, function) for function in names}
            followed = self._attempt("third", [name], name, stand_ins)[name]
        return _better(best, replace(followed, note=note))

    def _run_reference(
        self, reference: NotebookNode, stack: ExitStack, above: str | None = None
    ) -> Submission:
        """Return the reference as a submission; the kernel starts with the first call."""
        right = Submission(
            reference,
            code_cells(reference, above),
            sandbox=self._settings.sandbox,
            files=self._released_files,
            is_whole=False,
        )
        stack.push(right)
        return right

    def _attempt(
        self,
        label: str,
        names: Collection[str],
        above: str | None = None,
        stand_ins: Mapping[str, Answer] | None = None,
        always: Collection[str] = (),
    ) -> dict[str, Exercise]:
        """Run the notebook in a new kernel, and judge these exercises there.

        Args:
            label: gives this attempt hidden inputs of its own.
            names: the exercises to judge.
            above: the grade_id of the graded cell above which the notebook is run; None for all.
            stand_ins: functions that replace the student's, by name.
            always: the grade_ids of graded cells that are run in any case.
        """
        seed = derive(self._seed, label, *names)
        with (
            Submission(
                self._notebook,
                code_cells(self._notebook, above, always=always),
                sandbox=self._settings.sandbox,
                seed=int(derive(seed, "kernel")[:8], 16),
                files=self._files,
                budget=self._budget,
                stand_ins=stand_ins,
                is_whole=above is None,
            ) as submission,
            ExitStack() as stack,
        ):
            charts = draw_pictures(self._checks, names, submission)
            paths = [self._checks / f"{name}.py" for name in names]
            reference = self._reference
            right_answers = partial(self._run_reference, reference, stack) if reference else None
            outcomes = run_checks(
                paths,
                submission,
                device=self._settings.device,
                seed=seed,
                reference=right_answers,
            )
        exercises = {}
        for name, checks in outcomes.items():
            cell = self._graded[name]
            if isinstance(checks, GraderError):
                exercises[name] = ungraded(cell, str(checks))
            else:
                points = float(cell.metadata.nbgrader.points)
                exercises[name] = Exercise(
                    name, points, checks, chart=charts.get(name), repairs=self._repairs
                )
        return exercises


def judged_by_cell(cell: NotebookNode) -> Exercise:
    """Return the result of a graded cell that has run, by nbgrader's rules."""
    score, points = determine_grade(cell, logging.getLogger(__name__))
    errors = [output for output in cell.outputs if output.output_type == "error"]
    name, hint = str(grade_id(cell)), NOTHING
    if errors:
        hint = Told(clean_text(f"{errors[0].ename}: {errors[0].evalue}")[:LONGEST])
        if errors[0].ename == "NotImplementedError":
            hint = Told(f"`{name}` {NOT_WRITTEN}.")
    check = Check(name, BY_CELL, points or 1.0, passed=score == points, hint=hint)
    return Exercise(name, points, [check], by_cell=score)


def _lost_points(exercise: Exercise) -> bool:
    return exercise.score is not None and exercise.score < exercise.points


def _says_more(later: Exercise, first: Exercise) -> bool:
    """Return whether a later result has more points, other hints for as many, or a fault."""
    if later.score is None or first.score is None:
        return later.score is None
    return later.score > first.score or (
        later.score == first.score and later.checks != first.checks
    )


def _better(first: Exercise, later: Exercise) -> Exercise:
    """Return the result with the higher score; of equal scores, the first with a useful hint.

    If either result is ungraded, the later one is returned.
    """
    if first.score is None or later.score is None:
        return later
    if first.score == later.score:
        return later if first.is_unwritten and not later.is_unwritten else first
    return later if later.score > first.score else first


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _answers_in(notebook: NotebookNode) -> dict[str, list[NotebookNode]]:
    """Return the solution cells of each graded cell, by its grade_id."""
    answers: dict[str, list[NotebookNode]] = {}
    pending: list[NotebookNode] = []
    for cell in notebook.cells:
        if is_autograded(cell):
            answers[str(grade_id(cell))], pending = pending, []
        elif has_flag(cell, "solution") and cell.cell_type == "code":
            pending.append(cell)
    return answers


def _functions_in(cells: list[NotebookNode]) -> dict[str, ast.FunctionDef]:
    """Return the last definition of each function in some cells, by name."""
    functions: dict[str, ast.FunctionDef] = {}
    for cell in cells:
        body = parse(cell.source).body  # empty if the cell holds magics or a syntax error
        functions |= {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
    return functions


def _names_a_function_of(solution: list[NotebookNode], code: str) -> bool:
    return any(re.search(rf"\b{name}\b", code) for name in _functions_in(solution))


def _is_stub(function: ast.FunctionDef) -> bool:
    """Return whether a function only raises a NotImplementedError."""
    *before, last = function.body
    is_plain = all(isinstance(node, ast.Expr) for node in before)  # its docstring
    names = (node.id for node in ast.walk(last) if isinstance(node, ast.Name))
    return is_plain and isinstance(last, ast.Raise) and "NotImplementedError" in names


def _answer(
    reference: Submission, function: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> wire.Reply | wire.Failure:
    """Return what a function of the reference returns for arguments from a student's kernel."""
    try:
        return ask(reference, function, args, kwargs)
    except (*TOLD, TypeError):  # the arguments or the result cannot be sent
        return wire.Failure(error="raised", type="RuntimeError")
