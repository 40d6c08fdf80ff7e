"""Grades a notebook: looks at each exercise, and looks again where points were lost.

1. The whole notebook is run, and each exercise judged. Where points are lost, and what the
   release's own cells define is missing, it is run again with these, and so in all later looks.
2. An exercise that lost points is judged in a kernel that has run only the cells above its check:
   the state in which the student's own check was run.
3. If it still loses points, and an exercise above it did too, or is called by it, that one's
   functions are replaced by right ones, and it is judged once more: a mistake is paid for once,
   also where the checks have not seen it.

The best look counts. Each has hidden inputs of its own.
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

# An answer that shares memory with processes, and how it ends where there is none.
SHARES = re.compile(r"multiprocessing|share_memory_|num_workers|ProcessPool|SharedMemory")
REFUSED = re.compile(r"\b(?:raised|ended in) (?:OSError|PermissionError|RuntimeError)\b")
BY_CELL = Told("The check in the cell itself, which nbgrader's rules go by.")
LONGEST = 300  # letters of what a cell's error says
ABOVE = Told("Judged as it stood right above its check: a cell further down changes it.")


def grade_notebook(
    notebook: NotebookNode,
    checks: Path,
    settings: Settings,
    *,
    seed: str,
    files: Files | None = None,
    given: Files | None = None,
    reference: NotebookNode | None = None,
    release: NotebookNode | None = None,
    in_cells: Mapping[str, str] | None = None,
) -> list[Exercise]:
    """Grade each graded cell of a repaired notebook.

    Args:
        notebook: run in place; its graded cells hold the visible checks: see `code_cells`.
        checks: folder with a file `<grade_id>.py` for each graded cell, and `pictures.py`.
        seed: of the hidden inputs.
        files: the other files of the submission.
        given: the files that students were given, which stand in the place of theirs.
        reference: the notebook with the reference solutions; without it, there is no third look.
        release: the released notebook; without it, what a cell of its own defines may be missing.
        in_cells: the code of the graded cells that nbgrader's rules judge, by name.

    Raises:
        Crowded: no kernel can be started now.
    """
    graded = [cell for cell in notebook.cells if is_autograded(cell)]
    try:
        check_devices(settings)
        looks = Looks(
            notebook, checks, settings, seed, files or {}, given or {}, reference, release
        )
        return looks.grade(in_cells or {})
    except Crowded:  # another time there may be room
        raise
    except Exception as error:  # the kernel could not be started: not the student's doing
        fault = f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
        return [ungraded(cell, fault) for cell in graded]


class Looks:
    """All looks at one notebook, which share the time for it. See `grade_notebook`."""

    def __init__(
        self,
        notebook: NotebookNode,
        checks: Path,
        settings: Settings,
        seed: str,
        files: Files,
        given: Files,
        reference: NotebookNode | None,
        release: NotebookNode | None,
    ) -> None:
        self._notebook = notebook
        self._repairs: list[Told] = []
        self._checks = checks
        self._settings = settings
        self._seed = seed
        self._files = {**files, **given}
        self._given = given
        self._reference = reference
        self._release = release
        self._budget = Deadline(Stopwatch(), settings.sandbox.limits.notebook)
        self._graded = {str(grade_id(cell)): cell for cell in notebook.cells if is_autograded(cell)}

    def grade(self, in_cells: Mapping[str, str]) -> list[Exercise]:
        """Return the best that was found of each exercise.

        Args:
            in_cells: the code of the cells that nbgrader's rules judge, by name.
        """
        found: dict[str, Exercise] = {}
        names = [name for name in self._graded if name not in in_cells]
        with self._in_place(in_cells):
            first = self._look("first", names, always=in_cells)
        by_cell = {name: judged_by_cell(self._graded[name]) for name in in_cells}
        for name, exercise in (first | self._look_at_repaired(first)).items():
            found[name] = exercise
            if self._may_gain(exercise):
                found[name] = self._look_again(exercise, found)
        found = {name: (found | by_cell)[name] for name in self._graded}
        return list(map(self._unless_impossible, found.values()))

    @contextmanager
    def _in_place(self, in_cells: Mapping[str, str]) -> Iterator[None]:
        """Have code in the place of graded cells' own, until they have been run."""
        before = {name: self._graded[name].source for name in in_cells}
        try:
            for name, code in in_cells.items():
                self._graded[name].source = code
            yield
        finally:
            for name, code in before.items():
                self._graded[name].source = code

    def _unless_impossible(self, exercise: Exercise) -> Exercise:
        """Return the exercise, ungraded if it needs what no kernel on this machine has."""
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

    def _look_at_repaired(self, first: dict[str, Exercise]) -> dict[str, Exercise]:
        """Return the exercises that are judged otherwise where the release's own cells have run."""
        names = [name for name, exercise in first.items() if self._may_gain(exercise)]
        if not names or self._release is None:
            return {}
        self._notebook, self._repairs = mend(self._notebook, self._release)
        again = self._look("repaired", names) if self._repairs else {}
        return {name: one for name, one in again.items() if _says_more(one, first[name])}

    def _is_unwritten(self, exercise: Exercise) -> bool:
        """Whether the exercise was left as it was, so that no look finds more in it."""
        functions = _functions_in(_answers_in(self._notebook)[exercise.name])
        has_stubs_only = bool(functions) and all(map(_is_stub, functions.values()))
        return has_stubs_only and exercise.is_unwritten

    def _look_again(self, exercise: Exercise, found: dict[str, Exercise]) -> Exercise:
        name = exercise.name
        again = self._look("second", [name], above=name)[name]
        best = _better(exercise, replace(again, note=ABOVE))
        if self._reference is None or not _lost_points(best):
            return best
        solutions = _answers_in(self._reference)
        code = "\n".join(cell.source for cell in _answers_in(self._notebook)[name])
        above = takewhile(lambda other: other != name, solutions)  # in the release
        spoilt = [
            earlier
            for earlier in above
            if earlier in found
            and (_lost_points(found[earlier]) or _is_called(solutions.get(earlier, []), code))
        ]
        names = [name for other in spoilt for name in _functions_in(solutions.get(other, []))]
        if not names:
            return best
        note = Told(f"Judged with right versions of what is above it: {_listed(names)}.")
        with ExitStack() as stack:
            reference = self._run_reference(self._reference, stack, above=spoilt[-1])
            stand_ins = {function: partial(_answer, reference, function) for function in names}
            followed = self._look("third", [name], name, stand_ins)[name]
        return _better(best, replace(followed, note=note))

    def _run_reference(
        self, reference: NotebookNode, stack: ExitStack, above: str | None = None
    ) -> Submission:
        """Return the reference's functions; their kernel starts with the first call."""
        right = Submission(
            reference,
            code_cells(reference, above),
            sandbox=self._settings.sandbox,
            files=self._given,
            is_whole=False,
        )
        stack.push(right)
        return right

    def _look(
        self,
        label: str,
        names: Collection[str],
        above: str | None = None,
        stand_ins: Mapping[str, Answer] | None = None,
        always: Collection[str] = (),
    ) -> dict[str, Exercise]:
        """Run cells in a new kernel, and judge these exercises there.

        Args:
            label: gives this look hidden inputs of its own.
            always: names of graded cells that are run, too.
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
            found = run_checks(
                paths,
                submission,
                device=self._settings.device,
                seed=seed,
                reference=right_answers,
            )
        exercises = {}
        for name, checks in found.items():
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
    """Return what nbgrader's rules say of a graded cell that has been run."""
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
    """Whether a look has a higher score, or as high a one with other hints; or found a fault."""
    if later.score is None or first.score is None:
        return later.score is None
    return later.score > first.score or (
        later.score == first.score and later.checks != first.checks
    )


def _better(one: Exercise, other: Exercise) -> Exercise:
    """Return the one with the higher score; of equal ones, that which says what is wrong.

    Where the other could not be graded, nothing is known.
    """
    if one.score is None or other.score is None:
        return other
    if one.score == other.score:
        return other if one.is_unwritten and not other.is_unwritten else one
    return other if other.score > one.score else one


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _answers_in(notebook: NotebookNode) -> dict[str, list[NotebookNode]]:
    """By the name of each graded cell, the cells above it that were to be filled in for it."""
    answers: dict[str, list[NotebookNode]] = {}
    waiting: list[NotebookNode] = []
    for cell in notebook.cells:
        if is_autograded(cell):
            answers[str(grade_id(cell))], waiting = waiting, []
        elif has_flag(cell, "solution") and cell.cell_type == "code":
            waiting.append(cell)
    return answers


def _functions_in(cells: list[NotebookNode]) -> dict[str, ast.FunctionDef]:
    """Return the functions that cells define, each as it was defined last, by name."""
    functions: dict[str, ast.FunctionDef] = {}
    for cell in cells:
        body = parse(cell.source).body  # nothing, where it holds magics or a mistake
        functions |= {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
    return functions


def _is_called(solution: list[NotebookNode], code: str) -> bool:
    """Whether code names a function of a solution."""
    return any(re.search(rf"\b{name}\b", code) for name in _functions_in(solution))


def _is_stub(function: ast.FunctionDef) -> bool:
    """Whether a function does nothing but raise a NotImplementedError."""
    *before, last = function.body
    is_plain = all(isinstance(node, ast.Expr) for node in before)  # its docstring
    names = (node.id for node in ast.walk(last) if isinstance(node, ast.Name))
    return is_plain and isinstance(last, ast.Raise) and "NotImplementedError" in names


def _answer(
    reference: Submission, function: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> wire.Reply | wire.Failure:
    """Return the reference function's answer to arguments from a student's kernel."""
    try:
        return ask(reference, function, args, kwargs)
    except (*TOLD, TypeError):  # it cannot take, or return, what it was given
        return wire.Failure(error="raised", type="RuntimeError")
