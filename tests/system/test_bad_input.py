"""Submissions that are broken: each is named, with the reason, and the rest of the class graded."""

import csv
import os

import nbformat
import pytest
from nbgrader.api import Gradebook
from support import ASSIGNMENT, FULL, Course, row_in_table

import grading.course.course
from grading.course.errors import CourseError

VANISHING, EXPLODING = "vanishing_gradients", "exploding_gradients"


def truncate(text: str):
    return lambda path: path.write_text(text)


def add_cell(code: str):
    """Put a cell before all the others."""

    def change(path):
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.insert(0, nbformat.v4.new_code_cell(code))
        nbformat.write(notebook, path)

    return change


def to_format_3(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.write(nbformat.convert(notebook, 3), path, version=3)


def to_another_assignment(path):
    cells = [nbformat.v4.new_code_cell("print('homework 7')")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


def rename(path):
    path.rename(path.with_name("final_version2.ipynb"))


def to_link(path):
    path.unlink()
    path.symlink_to(path.parents[2] / "a_honest" / ASSIGNMENT / path.name)


def to_hard_link(path):
    path.unlink()
    path.hardlink_to(path.parents[2] / "a_honest" / ASSIGNMENT / path.name)


def to_source(path):
    path.unlink()
    path.hardlink_to(path.parents[3] / "source" / ASSIGNMENT / path.name)


def to_linked_data(path):
    (path.parent / "data.csv").hardlink_to(path.parents[3] / "nbgrader_config.py")


def to_windows(path):
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n")
    path.write_text(nbformat.writes(notebook), encoding="utf-8-sig")


def grow(path):
    with path.open("r+b") as file:
        file.truncate(1 << 40)  # a hole: it takes no room here


def put(*names: str):
    """Hand in more files."""

    def change(path):
        for name in names:
            (path.parent / name).write_text("raise SystemExit")

    return change


def add_folders(path):
    module = path.parent / "torch"
    (module / "deep" / "er").mkdir(parents=True)
    (module / "__init__.py").write_text("raise SystemExit")
    (path.parent / "loop").symlink_to("..")


# What happened to the notebook vanishing_gradients, its two scores, and what must be said of it.
BROKEN = {
    "missing": (lambda path: path.unlink(), 0, "vanishing_gradients.ipynb: was not handed in"),
    "renamed": (rename, 3, "It was handed in as `final_version2.ipynb`."),
    "empty": (truncate(""), None, "it is empty"),
    "no_json": (truncate("x = 1"), None, "it is not JSON"),
    "no_notebook": (truncate("[1, 2]"), None, "it has no list of cells"),
    "no_cells": (truncate('{"cells": 5, "nbformat": 4}'), None, "it has no list of cells"),
    "no_text": (lambda path: path.write_bytes(b"\xff\xfe\x00"), None, "it is not JSON"),
    "format_3": (to_format_3, 3, "older notebook format"),
    "windows": (to_windows, 3, ""),
    "other_assignment": (to_another_assignment, 0, "The cell `sigmoid_gradient` is missing."),
    "linked": (to_link, None, "was set aside: it is a link to another file"),
    "hard_linked": (to_hard_link, 3, "are one and the same file: whose is it?"),
    "linked_source": (to_source, None, "was set aside: it is another file, too"),
    "linked_data": (to_linked_data, 3, "`data.csv` was set aside: it is another file, too"),
    "huge": (grow, None, "was set aside: it is too large"),
    "pipe": (lambda path: os.mkfifo(path.parent / "data"), 3, "`data` was set aside"),
    "modules": (put("torch.py", "d2l.py", "sitecustomize.py"), 3, "`torch.py` was set aside"),
    "settings": (put("conftest.py", "pytest.ini"), 3, "`conftest.py` was set aside"),
    "folders": (add_folders, 3, "`torch` was set aside: it would stand in for a module"),
    "odd_name": (put("\x1b[2Jdata.csv"), 3, "has a name that cannot be printed"),
    "odd_time": (put("timestamp.txt"), 3, "`timestamp.txt` was set aside"),
    "raises": (add_cell("1 / 0"), 3, ""),
    "never_ends": (add_cell("while True: pass"), 3, ""),
    "dies": (add_cell("import os; os._exit(1)"), 3, ""),
}


@pytest.fixture(scope="module")
def graded(new_course, examples) -> Course:
    """A class in which the first and the last submission are right."""
    course = new_course()
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.HiddenChecks.cell_seconds = 8\n")
    course.run("nbgrader", "db", "student", "add", "a_honest")
    reference = vars(examples["reference"])
    for name in ["a_honest", "z_honest", *BROKEN]:
        course.submit(type(examples["reference"])(**reference | {"name": name}))
    for name, (change, _, _) in BROKEN.items():
        change(course.submission(name, VANISHING))
    (course.root / "submitted" / "no_submission").mkdir()
    nothing = course.submission("nothing", VANISHING).parent
    nothing.mkdir(parents=True)
    (nothing / "torch.py").write_text("")
    (course.root / "submitted" / "misplaced" / "numerical-stability").mkdir(parents=True)
    (course.root / "submitted" / "class.zip").write_text("")
    return course


@pytest.fixture(scope="module")
def said(graded) -> dict[str, str]:
    """What `grade` says of each student."""
    done = graded.run("grade", check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    rows: dict[str, str] = {}
    for line in done.stdout.splitlines():
        words = line.split()
        if words and words[0] in {*BROKEN, "a_honest", "z_honest", "nothing"}:
            student = words[0]
        elif not line.startswith("  "):
            student = "end"
        rows[student] = " ".join([rows.get(student, ""), *words])
    return rows


@pytest.mark.slow
@pytest.mark.parametrize("student", BROKEN)
def test_a_broken_notebook_costs_what_it_must_and_no_more(graded, said, student):
    _, score, note = BROKEN[student]
    scores = graded.scores(student)
    for name in ("multiply_all", "exploding_product"):
        assert scores[name] == FULL[name]
    assert {scores["sigmoid_gradient"], scores["plot_sigmoid_gradient"]} == {score}
    assert note in said[student]
    assert ("not graded" in said[student]) == (score is None)


@pytest.mark.slow
def test_an_editor_of_windows_changes_nothing(said):
    assert f"windows {row_in_table(FULL)}" in said["windows"]
    assert "edited" not in said["windows"]


@pytest.mark.slow
def test_the_rest_of_the_class_is_graded(graded, said):
    assert graded.scores("a_honest") == graded.scores("z_honest") == FULL
    assert "not on the class list" in said["z_honest"]
    assert "not on the class list" not in said["a_honest"]
    assert "exploding_gradients.ipynb: was not handed in" in said["nothing"]
    assert "`torch.py` was set aside" in said["nothing"]
    assert "not on the class list" not in said["nothing"]  # where nothing has been added
    ungraded = {name for name, (_, score, _) in BROKEN.items() if score is None} | {"nothing"}
    listed = said["end"].split("Not graded in full: ")[1].split(". See")[0]
    assert set(listed.replace(" ", "").split(",")) == ungraded


@pytest.mark.slow
def test_what_is_in_another_place_is_named(said):
    strays = "submitted/class.zip, submitted/misplaced/numerical-stability."
    assert f"not in submitted/<student>/{ASSIGNMENT}: {strays}" in said["end"]


@pytest.mark.slow
@pytest.mark.usefixtures("said")
def test_no_grade_is_not_a_zero_in_the_export(graded):
    with (graded.root / "grades.csv").open() as file:
        rows = {row["student_id"]: row["score"] for row in csv.DictReader(file)}
    assert rows["empty"] == rows["no_json"] == ""
    assert float(rows["missing"]) == 4
    assert float(rows["a_honest"]) == sum(FULL.values())


@pytest.mark.slow
@pytest.mark.usefixtures("said")
def test_the_feedback_says_why_there_is_no_grade(graded):
    page = graded.feedback("no_json", VANISHING)
    assert "could not be read: it is not JSON" in page
    assert "Not graded yet" in page


@pytest.mark.slow
@pytest.mark.usefixtures("said")
def test_a_resubmission_that_cannot_be_graded_does_not_keep_its_old_score(graded):
    graded.submission("z_honest", VANISHING).write_text("")
    gone = graded.submission("a_honest", VANISHING).parent
    gone.rename(gone.with_name("elsewhere"))
    said = " ".join(graded.run("grade", "--student", "z_*", check=False).stdout.split())
    assert "in the gradebook and so in all reports: a_honest." in said
    assert graded.scores("z_honest") == FULL | {
        "sigmoid_gradient": None,
        "plot_sigmoid_gradient": None,
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no_such_assignment"], "there is no assignment no_such_assignment"),
        (["--student", "nobody"], "no submission matches"),
        (["--device", "mtia"], "--device mtia: torch finds no such device here; there is cpu"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(graded, arguments, message):
    done = graded.run("grade", *arguments, check=False)
    assert done.returncode == 2
    assert message in " ".join(done.stdout.split())


@pytest.mark.slow
def test_grade_wants_to_be_run_in_the_course(tmp_path):
    done = Course(tmp_path).run("grade", ASSIGNMENT, check=False)
    assert done.returncode == 2
    assert "run it in the folder of the course" in " ".join(done.stdout.split())


def test_two_cells_of_one_name_are_refused(new_course, monkeypatch):
    root = new_course().root
    with Gradebook(f"sqlite:///{root}/gradebook.db", "d2l") as gradebook:
        gradebook.add_notebook("twin", ASSIGNMENT)
        gradebook.add_grade_cell(
            "test_multiply_all", "twin", ASSIGNMENT, max_score=1, cell_type="code"
        )
    monkeypatch.chdir(root)
    with pytest.raises(CourseError, match="two notebooks have a graded cell test_multiply_all"):
        grading.course.course.Course().check_names(ASSIGNMENT)


@pytest.mark.parametrize("pattern", ["", "/x", "no[body"])
def test_a_pattern_that_fits_nobody_is_said(new_course, pattern):
    done = new_course().run("grade", "--student", pattern, check=False)
    assert done.returncode == 2
    assert "no submission matches" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
