"""Whatever file is handed in as a notebook is graded or reported: no crash, no hang, no lost class.

A small part runs with the other tests, always the same; `make fuzz` sets FUZZ, the number of files,
and draws them afresh each time.
"""

import json
import os
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from proofs.examples import overlay
from support import ASSIGNMENT, HANG, ROOT

from grading.checks.outcome import Check, Exercise
from grading.course.autograde import Task, autograde, write_feedback
from grading.course.course import Course
from grading.feedback.cell_report import RECORD
from grading.grade.assignment import Assignment
from grading.grade.job import Job, Result
from grading.notebooks.rebuild import Unreadable, rebuild
from grading.notebooks.repair import grade_id, is_autograded, restore
from grading.report.overview import collect

NOTEBOOK = "vanishing_gradients"
RELEASE = nbformat.read(ROOT / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
COUNT = int(os.environ.get("FUZZ", 0))
WITHOUT_LIMIT = {"derandomize": not COUNT, "suppress_health_check": list(HealthCheck)}
DEADLINE = timedelta(seconds=HANG)

# Any JSON, with what programs stumble over: half characters, huge numbers, our own keys.
ODD_TEXT = st.sampled_from(
    ["", "\ud800", "\x00", "\x1b[2J", "nbgrader", "grade_id", "code", "raw", "grading", "a" * 5000]
)
LEAF = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), ODD_TEXT, st.text(max_size=20)),
    st.sampled_from([10**400, -1, 1e308]),
)
JSON = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD_TEXT | st.text(), inner),
    max_leaves=8,
)


def places(tree: object) -> list[tuple[list | dict, str | int]]:
    """Every place in a tree of JSON: a list or dict, and an index of it."""
    if not isinstance(tree, list | dict):
        return []
    keys = list(tree) if isinstance(tree, dict) else range(len(tree))
    return [(tree, key) for key in keys] + [p for key in keys for p in places(tree[key])]


@st.composite
def mutated_trees(draw: st.DrawFn, notebook: nbformat.NotebookNode) -> object:
    """A notebook's JSON with some places removed, repeated, moved or overwritten."""
    tree = json.loads(nbformat.writes(notebook))
    for _ in range(draw(st.integers(1, 6))):
        found = places(tree)
        if not found:
            return tree
        # The upper levels are few, and matter most.
        owner, key = found[
            draw(st.integers(0, len(found) - 1) | st.integers(0, min(30, len(found) - 1)))
        ]
        match draw(st.sampled_from(["remove", "overwrite", "repeat", "move", "nest"])):
            case "remove":
                del owner[key]
            case "overwrite":
                owner[key] = draw(JSON)
            case "repeat" if isinstance(owner, list):
                owner.insert(draw(st.integers(0, len(owner))), deepcopy(owner[key]))
            case "move":
                other, place = draw(st.sampled_from(found))
                if isinstance(other, dict) or place < len(other):
                    other[place] = deepcopy(owner[key])
            case "nest":
                owner[key] = [owner[key]]
    return tree


@st.composite
def files(draw: st.DrawFn, notebook: nbformat.NotebookNode) -> bytes:
    """A mutated notebook as a file; some of them are damaged, too."""
    text = json.dumps(draw(mutated_trees(notebook)), ensure_ascii=draw(st.booleans()))
    data = text.encode("utf-8", "surrogatepass")
    match draw(st.sampled_from(["whole"] * 7 + ["cut", "flip", "deep", "mark"])):
        case "cut":
            return data[: draw(st.integers(0, len(data)))]
        case "flip":
            where = draw(st.integers(0, len(data)))
            return data[:where] + draw(st.binary(max_size=4)) + data[where + 1 :]
        case "deep":
            return data.replace(b'"metadata": {', b'"metadata": ' + b'{"a":' * 3000 + b"{", 1)
        case "mark":
            return b"\xef\xbb\xbf" + data
    return data


@given(data=st.data())
@settings(max_examples=10 * COUNT or 200, deadline=DEADLINE, **WITHOUT_LIMIT)
def test_any_file_is_repaired_or_refused(examples, data):
    try:
        notebook, _ = rebuild(data.draw(files(overlay(examples["reference"], RELEASE))))
    except Unreadable:
        return
    notes = restore(notebook, RELEASE)
    assert all(isinstance(text, str) for text in notes)
    nbformat.validate(notebook)
    json.loads(nbformat.writes(notebook))
    # They may be in another order: they are not run, and scores go by their names.
    graded = {grade_id(cell): cell for cell in notebook.cells if is_autograded(cell)}
    assert graded == {grade_id(cell): cell for cell in RELEASE.cells if is_autograded(cell)}
    named = [name for cell in notebook.cells if (name := grade_id(cell))]
    assert len(set(named)) == len(named)


def judged(job: Job) -> Result:
    """The result of a job, with full marks: what the kernel does is for other tests."""
    notebook = nbformat.reads(job.notebook, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    full = Check("test_f", "It is right.", 1, passed=True)
    found = [
        Exercise(grade_id(cell), cell.metadata.nbgrader.points, [full])
        for cell in code
        if is_autograded(cell)
    ]
    return Result([[] for _ in code], found, 0, [], {})


@pytest.fixture(scope="module")
def course(new_course):
    root = new_course().root
    before = Path.cwd()
    os.chdir(root)  # where nbgrader works
    course = Course()
    yield course, Assignment.by(course.checks, ASSIGNMENT)
    os.chdir(before)


@pytest.mark.slow
@given(data=st.data())
@settings(max_examples=COUNT or 25, deadline=DEADLINE, **WITHOUT_LIMIT)
def test_any_submission_is_graded_or_reported(course, examples, data):
    course, assignment = course
    folder = course.folder("submitted", ASSIGNMENT, "fuzz")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{NOTEBOOK}.ipynb").write_bytes(
        data.draw(files(overlay(examples["reference"], RELEASE)))
    )
    keys = []

    def judge(job: Job) -> tuple[Result, str]:
        keys.append(job.key)
        return judged(job), ""

    visited = autograde(course, assignment, Task("fuzz", {}), judge)
    assert not visited.failed, visited
    (entry,) = collect(course, ASSIGNMENT).entries
    note(repr(entry.remarks))
    mine = ("test_sigmoid_gradient", "test_plot_sigmoid_gradient")
    assert {entry.outcomes[name].score for name in mine} == ({3} if keys else {None})
    assert entry.is_incomplete == (not keys)
    assert keys or "could not be read" in str(entry.remarks)
    graded = nbformat.read(
        course.folder("autograded", ASSIGNMENT, "fuzz") / f"{NOTEBOOK}.ipynb", as_version=4
    )
    nbformat.validate(graded)
    assert bool(graded.metadata[RECORD]["problem"]) == (not keys)
    assert write_feedback(course, ASSIGNMENT, "fuzz", {}) == ""
