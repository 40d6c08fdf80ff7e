"""A class of example submissions, through the real nbgrader and its gradebook."""

import ast
import csv
import json
import re
from dataclasses import replace
from html import unescape

import nbformat
import pytest
from bs4 import BeautifulSoup
from report.test_overview import drawn_in
from support import ASSIGNMENT, CHECKS, EXAMPLES, EXERCISES, code_cells, notebooks

from grading.notebooks.repair import grade_id

# What a student may do to a test cell (one of the cells), by the name of the student who does it.
TAMPER = {
    "tags_it_as_skipped": lambda cells, cell: cell.metadata.update(tags=["skip-execution"]),
    "deletes_it": lambda cells, cell: cells.remove(cell),
    "duplicates_it": lambda cells, cell: cells.append(cell),
    "makes_it_text": lambda cells, cell: cell.update(cell_type="markdown"),
    "edits_it": lambda cells, cell: cell.update(source="print('passed')"),
    "raises_its_points": lambda cells, cell: cell.metadata.nbgrader.update(points=1000),
    "unmarks_it": lambda cells, cell: cell.metadata.nbgrader.update(grade=False),
    "loses_its_metadata": lambda cells, cell: cell.metadata.clear(),
    "spoils_its_metadata": lambda cells, cell: cell.metadata.update(nbgrader=[None]),
}


RENAMES = "renames_the_files"


@pytest.fixture(scope="module")
def graded(new_course, examples):
    """All examples, and the one with a sample too few with its test cells tampered with."""
    course = new_course()
    for example in examples.values():
        course.submit(example)
    for name, tamper in TAMPER.items():
        course.submit(replace(examples["one_sample"], name=name))
        for path in (course.root / "submitted" / name / ASSIGNMENT).glob("*.ipynb"):
            notebook = nbformat.read(path, as_version=4)
            for cell in list(notebook.cells):
                if (grade_id(cell) or "").startswith("test_"):
                    tamper(notebook.cells, cell)
            path.write_text(json.dumps(notebook))  # unlike nbformat.write, without a look at it
    course.submit(replace(examples["reference"], name=RENAMES))
    for path in (course.root / "submitted" / RENAMES / ASSIGNMENT).glob("*.ipynb"):
        path.rename(path.with_name(f"my {path.name}"))
    course.run("nbgrader", "autograde", ASSIGNMENT)
    course.run("nbgrader", "generate_feedback", ASSIGNMENT)
    course.run("nbgrader", "export")
    return course


@pytest.mark.slow
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_example_earns_what_its_header_says(graded, examples, path):
    expected = dict.fromkeys(EXERCISES, 0.0) | examples[path.stem].scores
    assert graded.scores(path.stem) == expected


@pytest.mark.slow
@pytest.mark.parametrize("student", TAMPER)
def test_a_tampered_test_cell_changes_no_score(graded, examples, student):
    assert graded.scores(student) == examples["one_sample"].scores


@pytest.mark.slow
def test_nbgrader_too_takes_a_notebook_by_its_cells(graded, examples):
    assert graded.scores(RENAMES) == examples["reference"].scores
    assert "It was handed in as" in graded.feedback(RENAMES, "vanishing_gradients")


@pytest.mark.slow
def test_the_export_holds_the_scores_of_the_gradebook(graded):
    with (graded.root / "grades.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert set(rows) == {path.stem for path in EXAMPLES} | {RENAMES, *TAMPER}
    for student, row in rows.items():
        assert float(row["score"]) == sum(graded.scores(student).values())
        assert float(row["max_score"]) == sum(EXERCISES.values())


@pytest.mark.slow
@pytest.mark.parametrize("checks", CHECKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_feedback_tells_what_was_checked_and_nothing_of_how(graded, path, checks):
    page = graded.feedback(path.stem, checks.parent.name)
    shown = unescape(re.sub(r"<[^>]+>", "", page))
    tree = ast.parse(checks.read_text())
    released = "\n".join(cell.source for path in notebooks("release") for cell in code_cells(path))
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        text = ast.get_docstring(function)
        body = function.body[1:] if text else function.body
        if function.name.startswith("test_"):
            assert text.replace("`", "") in shown
            assert not re.search(rf"\b{function.name}\b", shown)
        lines = "\n".join(map(ast.unparse, body)).splitlines()
        # A student, or the released notebook, may have had the same idea as a check.
        own = path.read_text() + released
        leaked = [line.strip() for line in lines if line.strip() in shown]
        assert not [line for line in leaked if len(line) > 20 and line not in own]


@pytest.mark.slow
@pytest.mark.parametrize("notebook", ["vanishing_gradients", "exploding_gradients"])
def test_feedback_has_a_picture_of_what_was_drawn_and_loads_nothing(graded, notebook):
    for student, count in [("reference", 1), ("elementwise", 1), ("untouched", 0)]:
        page = BeautifulSoup(graded.feedback(student, notebook), "html.parser")
        assert len(page.find_all("svg", class_="chart")) == count
        assert not page.find_all(["script", "link"])
        assert all(picture["src"].startswith("data:") for picture in page.find_all("img"))
        assert page.find("math")
        assert not re.search(r"\$[^$]*\\[a-z]", page.main.get_text())  # TeX that is left


@pytest.mark.long
def test_grade_with_another_secret_gives_what_stock_autograde_gave(graded, new_course, examples):
    course = new_course()
    whole = [example for example in examples.values() if example.is_whole]
    for example in whole:
        course.submit(example)
    table = course.run("grade", "--export", "lms").stdout
    found = json.loads((course.reports / "checks.json").read_text())
    assert {one["student"]: one["score"] for one in found["submissions"]} == {
        example.name: sum(example.scores.values()) for example in whole
    }
    report = (course.reports / "report.html").read_text()
    assert "could not be drawn" not in report
    figures = BeautifulSoup(report, "html.parser").find_all("figure")
    (drawn,) = (
        one for one in figures if one.find("a", string="reference") and "3 of 3" in str(one)
    )
    assert drawn_in(drawn) == (2, 2)
    assert drawn.svg["aria-label"].count("It follows the expected curve") == 2
    for example in whole:
        assert f">{example.name}</a>" in report
        assert (
            course.root / "lms" / ASSIGNMENT / "gradescope" / example.name / "results.json"
        ).is_file()
        assert course.scores(example.name) == graded.scores(example.name)
        assert f"{sum(example.scores.values()):g}" in table
        assert course.feedback(example.name, "exploding_gradients")
