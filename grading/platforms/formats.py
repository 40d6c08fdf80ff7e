"""Writes a graded submission as text, or in the format of another system, such as Gradescope.

* `json`: docs/checks.md is the schema;
* `junit`: the XML of JUnit, as CI systems show it, a test suite for each exercise;
* `gradescope`: https://gradescope-autograders.readthedocs.io/en/latest/specs/;
* `prairielearn`: https://docs.prairielearn.com/externalGrading/;
* `autolab`: https://docs.autolabproject.com/lab/ and its formatted feedback.

Students read the last three formats, with as much detail as the course's settings allow. These
formats hold notes on the submission and faults of the grader only where the system shows such text
to nobody but staff, and leave out exercises that wait for a person.
"""

from __future__ import annotations

import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grading.checks.outcome import with_hints
from grading.feedback.cell_report import title_of
from grading.feedback.translation import Sentences
from grading.grade.graded import Graded, Outcome, Task, total
from grading.notebooks.names import printable

NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NONE_OF_OURS = "none of the assignment's notebooks was handed in"
NOT_GRADED = "This could not be graded. Your instructor can see why."


def why_not_graded(graded: Graded) -> list[str]:
    """Return the reasons why there is no grade; empty if the submission was graded."""
    if not graded.notebooks:
        return [NONE_OF_OURS]
    failed = {name: outcome for name, outcome in _judged(graded).items() if outcome.score is None}
    return [f"{name}: {outcome.fault}" for name, outcome in failed.items()]


def _judged(graded: Graded) -> dict[str, Outcome]:
    return {name: outcome for name, outcome in graded.outcomes.items() if not outcome.waits}


def told(outcomes: Mapping[str, Outcome], say: Sentences) -> dict[str, Outcome]:
    """Return each outcome with only what students may read."""
    return {name: outcome.told(say) for name, outcome in outcomes.items()}


def _score_so_far(graded: Graded) -> float:
    return total(outcome.score for outcome in _judged(graded).values()) or 0.0


def as_text(graded: Graded, _: Sentences) -> str:
    """Return scores, failed checks and notes as text, as wide as the terminal."""
    console = Console(file=io.StringIO())
    console.print(Text(f"{_score_as_text(graded.score)} of {graded.points:g} points"))
    for name, outcome in graded.outcomes.items():
        points = f"{_score_as_text(outcome.score)} of {graded.tasks[name].points:g}"
        console.print(Text(f"\n{title_of(name)}: {points}"))
        console.print(_rows(outcome))
    if graded.notes:
        console.print("\nNotes")
        console.print(_grid([("•", note) for note in graded.notes]))
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())  # type: ignore[attr-defined]


def _score_as_text(score: float | None) -> str:
    return "not graded," if score is None else f"{score:g}"


def _rows(outcome: Outcome) -> Table:
    note = outcome.exercise.note if outcome.exercise else ""
    rows = [("", text) for text in (outcome.fault, note) if text]
    for check, hint in with_hints(outcome.checks):
        if not check.passed:
            rows += [("✗", check.text), *([("", f"→ {hint}")] if hint else [])]
    return _grid(rows)


def _grid(rows: list[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 1))
    for mark, text in rows:
        grid.add_row(" ", mark, Text(printable(text)))
    return grid


def as_json(graded: Graded, _: Sentences) -> str:
    """Return the submission in the format of checks.json."""
    return json.dumps(graded.to_json(), indent=1)


def as_junit(graded: Graded, _: Sentences) -> str:
    """Return JUnit XML, with a test for each check, faults as errors, and notes in `system-err`."""
    root = ElementTree.Element("testsuites")
    for name, outcome in graded.outcomes.items():
        _add_suite(root, name, graded.tasks[name], outcome, graded.notes)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


def _add_suite(
    root: ElementTree.Element, name: str, task: Task, outcome: Outcome, notes: list[str]
) -> None:
    checks = outcome.checks
    counts = {
        "tests": len(checks) or 1,
        "failures": sum(not check.passed for check in checks),
        "errors": int(outcome.score is None),
    }
    attributes = {"name": name} | {key: str(count) for key, count in counts.items()}
    suite = ElementTree.SubElement(root, "testsuite", attributes)
    texts: list[str] = [check.text for check in checks]
    for text in texts or [title_of(name)]:
        attributes = {"classname": task.notebook, "name": _xml(text)}
        ElementTree.SubElement(suite, "testcase", attributes)
    for case, check in zip(suite, checks, strict=False):
        if not check.passed:
            ElementTree.SubElement(case, "failure", {"message": _xml(check.hint)})
    if outcome.score is None:
        ElementTree.SubElement(suite[0], "error", {"message": _xml(outcome.fault)})
    earned = f"{_score_as_text(outcome.score)} of {task.points:g} points"
    ElementTree.SubElement(suite, "system-out").text = earned
    ElementTree.SubElement(suite, "system-err").text = _xml("\n".join(notes))


def _xml(text: str) -> str:
    return NO_XML.sub("�", text)


def as_gradescope(graded: Graded, say: Sentences) -> str:
    """Return Gradescope's results.json; without a score, Gradescope reports a failed autograder."""
    if why_not_graded(graded):
        results: dict[str, Any] = {"output": NOT_GRADED, "stdout_visibility": "hidden", "tests": []}
    else:
        results = gradescope(
            told(_judged(graded), say), graded.tasks, _score_so_far(graded), graded.seconds
        )
    if graded.notes:
        notes = {"name": "Notes", "output": "\n".join(graded.notes), "visibility": "hidden"}
        results["tests"].append(notes)
    return json.dumps(results, indent=1)


def gradescope(
    outcomes: Mapping[str, Outcome], tasks: Mapping[str, Task], score: float, seconds: float
) -> dict[str, Any]:
    """Return a submission in the format of Gradescope's results.json.

    Args:
        outcomes: of the exercises, by name.
        tasks: the exercises, by name.
        score: of the submission, which may be lower than the sum of the tests, after a penalty.
        seconds: that grading took.
    """
    tests = [
        test
        for name, outcome in outcomes.items()
        for test in _tests(name, outcome, tasks[name].points)
    ]
    return {
        "score": score,
        "execution_time": seconds,
        "stdout_visibility": "hidden",
        "tests": tests,
    }


def _tests(name: str, outcome: Outcome, points: float) -> Iterator[dict[str, Any]]:
    """Yield a test for each check, and one for the whole exercise where no check gave the score."""
    checks = outcome.checks
    if outcome.by_hand or not checks:
        yield {"name": title_of(name), "score": outcome.score, "max_score": points}
    whole = sum(check.points for check in checks)
    for check in checks:
        test: dict[str, Any] = {
            "name": f"{title_of(name)}: {check.text}",
            "status": "passed" if check.passed else "failed",
            "output": check.hint,
        }
        if not outcome.by_hand:
            worth = round(points * check.points / whole, 6)
            test |= {"score": worth if check.passed else 0, "max_score": worth}
        yield test


def as_prairielearn(graded: Graded, say: Sentences) -> str:
    """Return PrairieLearn's results.json; ungraded submissions cost students no attempt."""
    if why_not_graded(graded):
        return json.dumps({"gradable": False, "format_errors": [NOT_GRADED]})
    outcomes = told(_judged(graded), say)
    points = sum(graded.tasks[name].points for name in outcomes)
    tests = [
        {
            "name": test["name"],
            "points": test["score"],
            "max_points": test["max_score"],
            "message": test.get("output", ""),
        }
        for name, outcome in outcomes.items()
        for test in _tests(name, outcome, graded.tasks[name].points)
    ]
    share = min(1.0, round(_score_so_far(graded) / points, 6)) if points else 1.0
    return json.dumps({"gradable": True, "score": share, "tests": tests})


def as_autolab(graded: Graded, say: Sentences) -> str:
    """Return the lines for Autolab, which must be printed last; no scores if there is no grade."""
    stages: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for name, outcome in told(_judged(graded), say).items():
        for check in outcome.checks:
            hint = {"hint": check.hint} if check.hint and not check.passed else {}
            stages[title_of(name)][check.text] = {"passed": check.passed} | hint
    lines: list[Any] = [{"_presentation": "semantic", "stages": list(stages), **stages}]
    if not why_not_graded(graded):
        lines.append({"scores": {name: outcome.score for name, outcome in _judged(graded).items()}})
    return "\n".join(map(json.dumps, lines))


# By name of the format; each function takes a submission and the translations for its students.
FORMATS: dict[str, Callable[[Graded, Sentences], str]] = {
    "text": as_text,
    "json": as_json,
    "junit": as_junit,
    "gradescope": as_gradescope,
    "prairielearn": as_prairielearn,
    "autolab": as_autolab,
}
