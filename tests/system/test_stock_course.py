"""Courses that were made for stock nbgrader: the same scores, cell by cell, from `grade`."""

import os
import shutil
import sys
from pathlib import Path

import nbformat
import nbgrader
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from support import Course, first_of, nbgrader_cell

NBGRADER = str(Path(sys.executable).with_name("nbgrader"))  # in a process of its own
HIDDEN = "\n### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
STOCK = 'c = get_config()\nc.CourseDirectory.course_id = "c"\n'
OURS = """
from grading import configure
c = get_config()
configure(c)
c.HiddenChecks.cells_without_checks = "nbgrader"
c.CourseDirectory.course_id = "c"
"""


def cell(kind: str, name: str, source: str, points: float = 0, *, text: bool = False):
    """A cell by its kind: `answer`, `test`, `by_hand`, `task` or `read_only`."""
    flags = {
        "grade": kind in ("test", "by_hand"),
        "solution": kind in ("answer", "by_hand"),
        "task": kind == "task",
        "locked": kind in ("test", "task", "read_only"),
    }
    if kind in ("test", "by_hand", "task"):
        flags["points"] = points
    make = new_markdown_cell if text or kind == "task" else new_code_cell
    return nbgrader_cell(source, name, make, **flags)


def answer(name: str, head: str, body: str):
    lines = "\n    ".join(body.split("\n"))
    return cell(
        "answer", name, f"def {head}:\n    ### BEGIN SOLUTION\n    {lines}\n    ### END SOLUTION"
    )


# In the manner of nbgrader's own demonstration: squares and sums, code by hand, text by hand.
SQUARES = [
    new_markdown_cell("# Squares"),
    answer(
        "squares",
        "squares(n)",
        "if n < 1: raise ValueError(n)\nreturn [i ** 2 for i in range(1, n + 1)]",
    ),
    cell("test", "correct_squares", "assert squares(1) == [1]\nassert squares(2) == [1, 4]", 1),
    cell(
        "test",
        "squares_invalid",
        "try:\n    squares(0)\nexcept ValueError:\n    pass\nelse:\n    assert False, 'no error'"
        + HIDDEN.format("assert squares(5) == [1, 4, 9, 16, 25]"),
        1,
    ),
    answer("sums", "sum_of_squares(n)", "return sum(squares(n))"),
    cell(
        "test",
        "correct_sums",
        "assert sum_of_squares(2) == 5" + HIDDEN.format("assert sum_of_squares(11) == 506"),
        0.5,
    ),
    cell(
        "by_hand", "equation", "### BEGIN SOLUTION\nprint(sum_of_squares(3))\n### END SOLUTION", 1
    ),
    cell("by_hand", "essay", "YOUR ANSWER HERE", 2, text=True),
]
# Partial credit by the last value, a test without points, a data file, a helper, a task, state
# that a graded cell leaves behind, and a warning, which nbgrader takes for a failure.
WEATHER = [
    cell("read_only", "setup", "import csv\nimport warnings\nfrom helper import mean"),
    answer(
        "read",
        "read(path)",
        "with open(path) as file:\n    return [float(row['t']) for row in csv.DictReader(file)]",
    ),
    cell("test", "test_read", "days = read('days.csv')\nassert len(days) == 3", 2),
    answer("average", "average(values)", "return mean(values)"),
    cell(
        "test",
        "test_average",
        "score = 0\nif average(days) == 2: score += 1.5\nif average([5]) == 5: score += 1\nscore",
        3,
    ),
    cell("test", "test_nothing", "assert average([1]) is not None", 0),
    cell("test", "test_quiet", "average([1, 2])" + HIDDEN.format("assert average([3.0]) == 3"), 1),
    cell("task", "report", "Hand in a plot.", 4),
]
# Magics, output on stdout, a check that is a `%%` cell's, and one whose cell a student breaks.
LISTS = [
    answer("first", "first(items)", "return items[0]"),
    cell(
        "test",
        "test_first",
        "print('checking')\nassert first([7, 8]) == 7"
        + HIDDEN.format("print('more')\nassert first('ab') == 'a'"),
        2,
    ),
    new_code_cell("%matplotlib inline\nlimit = 10"),
    answer("clip", "clip(x)", "return min(x, limit)"),
    cell("test", "test_clip", "%time y = clip(11)\nassert y == 10\nassert clip(3) == 3", 1),
    cell("test", "test_twice", "clip(clip(30)) / 10", 2),
]
COURSES = {"squares": SQUARES, "weather": WEATHER, "lists": LISTS}
FILES = {"days.csv": "t\n1\n2\n3\n", "helper.py": "def mean(x):\n    return sum(x) / len(x)\n"}
# What students write in the place of an answer: by student and the name of the cell.
STUDENTS = {
    "right": {},
    "visible_only": {
        "squares": "def squares(n):\n    if n < 1: raise ValueError\n    return [1, 4][:n]",
        "first": "def first(items):\n    return 7",
        "average": "def average(values):\n    return 2 if len(values) == 3 else values[0]",
    },
    "wrong": {
        "squares": "def squares(n):\n    return n",
        "read": "def read(path):\n    return open('nowhere.csv')",
        "clip": "def clip(x):\n    return x / 3",
        "average": "def average(values):\n    warnings.warn('no')\n    return mean(values)",
    },
    "breaks": {
        "sums": "def sum_of_squares(n) return 3",
        "average": "1 / 0",
        "first": "import os\nfirst = None",
    },
}


def make_course(root, config: str, assignment: str) -> Course:
    source = root / "source" / assignment
    source.mkdir(parents=True)
    nbformat.write(new_notebook(cells=COURSES[assignment]), source / "book.ipynb")
    for name, text in FILES.items():
        (source / name).write_text(text)
    (root / "nbgrader_config.py").write_text(config)
    course = Course(root, assignment)
    course.run(NBGRADER, "generate_assignment", assignment)
    return course


def hand_in(course: Course, assignment: str) -> None:
    release = nbformat.read(course.root / "release" / assignment / "book.ipynb", as_version=4)
    solved = {one.metadata.nbgrader.grade_id: one for one in COURSES[assignment] if one.metadata}
    for student, answers in [*STUDENTS.items(), ("empty", None)]:
        notebook = nbformat.from_dict(release)
        for one in notebook.cells if answers is not None else []:
            name = one.metadata.get("nbgrader", {}).get("grade_id")
            if name in solved and one.metadata.nbgrader.solution:
                one.source = (answers or {}).get(name, solved[name].source)
        path = course.submission(student, "book")
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
        for name, text in FILES.items():
            (path.parent / name).write_text(text)


@pytest.fixture(autouse=True)
def programs(monkeypatch):
    """nbgrader looks for alembic on the PATH."""
    programs = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", os.pathsep.join([programs, os.environ["PATH"]]))


@pytest.mark.slow
@pytest.mark.parametrize("assignment", first_of(COURSES))
def test_a_stock_course_has_the_scores_that_stock_nbgrader_gives(tmp_path, assignment):
    stock = make_course(tmp_path / "stock", STOCK, assignment)
    ours = make_course(tmp_path / "ours", OURS, assignment)
    for course in (stock, ours):
        hand_in(course, assignment)
    stock.run(NBGRADER, "autograde", assignment)
    said = " ".join(ours.run("grade").stdout.split())
    scores = {student: stock.scores(student) for student in [*STUDENTS, "empty"]}
    assert {student: ours.scores(student) for student in scores} == scores
    assert len({tuple(each.values()) for each in scores.values()}) > 2  # they do differ
    graded = [each.metadata.nbgrader for each in COURSES[assignment] if each.metadata]
    names = [about.grade_id for about in graded if about.grade and not about.solution]
    assert f"students' code could reach theirs: {', '.join(names)}." in said
    page = ours.feedback("wrong", "book")
    for text in (page, (ours.reports / "report.html").read_text()):
        assert "The check in the cell itself" in text
    assert "HIDDEN TESTS" not in page


DEMO = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
DEMO_STUDENTS = {"ps1": ("bitdiddle", "hacker"), "ps1_autotest": ()}


@pytest.mark.long
@pytest.mark.parametrize("assignment", DEMO_STUDENTS)
def test_nbgraders_own_demonstration_has_the_scores_that_stock_nbgrader_gives(tmp_path, assignment):
    """With its two students; one who hands in the solutions, and one who hands in nothing new."""
    courses = []
    # Its students were given nbgrader's own stub: who left that as it was has a 0.
    stub = (
        "c.ClearSolutions.code_stub = {'python': '# YOUR CODE HERE\\nraise NotImplementedError()'}"
    )
    ours_with_stub = OURS.replace("configure(c)", f"{stub}\nconfigure(c)")
    for name, config in (("stock", STOCK), ("ours", ours_with_stub)):
        root = tmp_path / name
        shutil.copytree(DEMO / "source" / assignment, root / "source" / assignment)
        shutil.copy(DEMO / "autotests.yml", root)
        (root / "nbgrader_config.py").write_text(config)
        course = Course(root, assignment)
        course.run(NBGRADER, "generate_assignment", assignment)
        for student in DEMO_STUDENTS[assignment]:
            target = root / "submitted" / student / assignment
            shutil.copytree(DEMO / "submitted" / student / assignment, target)
        for student, kind in (("right", "source"), ("empty", "release")):
            target = root / "submitted" / student / assignment
            shutil.copytree(root / kind / assignment, target)
        courses.append(course)
    stock, ours = courses
    stock.run(NBGRADER, "autograde", assignment)
    ours.run("grade")
    students = (*DEMO_STUDENTS[assignment], "right", "empty")
    scores = {student: stock.scores(student) for student in students}
    assert {student: ours.scores(student) for student in students} == scores
    assert len({tuple(each.values()) for each in scores.values()}) > 1
