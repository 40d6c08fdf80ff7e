"""What students and instructors do in JupyterLab, and what they see."""

import re
import shutil
from dataclasses import replace

import nbformat
import pytest
from lab import Formgrader, Notebook, open_browser, open_lab, skip_without_browser
from report.test_overview import entry, overview, person
from support import ASSIGNMENT

from grading.notebooks.repair import grade_id, restore
from grading.report.class_page import REPORT, write_report

pytestmark = pytest.mark.slow
NOTEBOOK = "exploding_gradients"


@pytest.fixture(scope="module")
def course(new_course):
    """A course that has not been generated yet, and a student's copy of the release."""
    course = new_course(generate=False)
    shutil.copytree(course.root / "release", course.root / "home")
    return course


@pytest.fixture(scope="module")
def lab(course):
    with open_lab(course.root) as lab:
        yield lab


@pytest.fixture(scope="module")
def browser(lab):
    skip_without_browser()
    with open_browser(lab, viewport={"width": 1600, "height": 1000}) as browser:
        yield browser


@pytest.mark.long
def test_a_student_fails_repairs_and_passes(browser, lab, course):
    from playwright.sync_api import expect

    source, release = (
        nbformat.read(course.root / folder / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
        for folder in ("source", "release")
    )
    to_solve = [cell for cell in source.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    solutions = {grade_id(cell): cell.source for cell in to_solve}

    page = Notebook(browser, lab, f"home/{ASSIGNMENT}/{NOTEBOOK}.ipynb")
    for name, code in solutions.items():
        page.fill(name, code)
    page.fill("multiply_all", "def multiply_all(M, factors):\n    return None")
    page.run_all()
    expect(page.errors.first).to_be_visible()
    assert "failed:" in page.validate()

    page.fill("multiply_all", solutions["multiply_all"])
    page.run_all()
    expect(page.last_prompt).to_have_text(re.compile(r"\[\d+\]"))
    expect(page.errors).to_have_count(0)
    assert "Success! Your notebook passes all the tests." in page.validate()

    kept = nbformat.read(course.root / "home" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    assert restore(kept, release) == []  # JupyterLab has left our cells as they were


@pytest.mark.long
def test_an_instructor_grades_by_hand_in_formgrader(browser, lab, course, examples):
    from playwright.sync_api import expect

    course.submit(replace(examples["one_sample"], name="ada"))
    points = examples["one_sample"].scores
    automatic, by_hand = sum(points.values()), 2
    total = automatic - points["exploding_product"] + by_hand

    page = Formgrader(browser, lab)
    assert page.press(ASSIGNMENT, "assign") == "Success"
    page.row(ASSIGNMENT).locator(".num-submissions a").click()
    assert page.press("ada", "autograde") == "Success"
    expect(page.row("ada")).to_contain_text(f"{automatic:g} / 10")

    page.row("ada").locator(".student-name a").click()
    page.open(NOTEBOOK)
    score = page.frame.locator("#test_exploding_product")
    expect(score).to_have_attribute("placeholder", f"{points['exploding_product']:g}")
    hint = page.frame.locator("td em", has_text="draw inside of the loop")
    expect(hint).to_be_visible()
    expect(page.frame.locator("body")).not_to_contain_text("<em>")
    page.enter("test_exploding_product", f"{by_hand}")
    page.enter("exploding_product-comment", "Well explained in class.")

    page.open("Manual Grading", "Manage Assignments")
    page.row(ASSIGNMENT).locator(".num-submissions a").click()
    expect(page.row("ada")).to_contain_text(f"{total:g} / 10")
    assert page.press("ada", "autograde") == "Success"
    expect(page.row("ada")).to_contain_text(f"{total:g} / 10")
    assert page.press("ada", "generate-feedback") == "Success"
    assert "Well explained in class." in course.feedback("ada", NOTEBOOK)


@pytest.mark.long
def test_nobody_is_kept_out_of_what_they_should_read(browser, lab, course, examples):
    """Neither by a lack of contrast, of names or of order, nor by HTML that is shown as it is."""
    from playwright.sync_api import expect

    course.submit(replace(examples["one_sample"], name="bea"))
    course.submit(replace(examples["unfinished"], name="cem"))
    course.run("grade")
    feedback = course.root / "feedback" / "bea" / ASSIGNMENT
    reports = course.root / "reports"
    page = browser.new_page()
    for path in (*sorted(reports.rglob("*.html")), *sorted(feedback.glob("*.html"))):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(path.as_uri())
            assert barriers(page) == [], f"{path.name}, {scheme}"
            assert page.locator("h1").count() == 1
            assert not re.search(r"</?\w+>|&\w+;", page.locator("body").inner_text())

    graded = f"autograded/bea/{ASSIGNMENT}/{NOTEBOOK}.ipynb"
    notebook = Notebook(browser, lab, graded)
    cell = notebook.cell("test_exploding_product")
    hint = cell.locator("td em", has_text="draw inside of the loop")
    hint.scroll_into_view_if_needed()
    expect(hint).to_be_visible()
    expect(cell).not_to_contain_text("<em>")
    assert barriers(notebook.page, ".jp-RenderedMarkdown", ".jp-OutputArea-output") == []


def test_a_report_is_printed_whole(browser, tmp_path):
    """All of a class, in either order, with its bars, and dark on white whoever prints it."""
    class_list = [person(f"s{number:03}", "Ada", f"Name {number:03}") for number in range(120)]
    entries = [entry(one.id, number % 5, person=one) for number, one in enumerate(class_list)]
    write_report(overview(*entries), tmp_path)
    page = browser.new_page()
    page.emulate_media(media="print", color_scheme="dark")
    page.goto((tmp_path / REPORT).as_uri())
    for order, other in [("name", "total"), ("total", "name")]:
        page.evaluate(f"document.getElementById('order-{order}').checked = true")
        box, hidden = page.locator(f".by-{order}"), page.locator(f".by-{other}")
        assert hidden.evaluate("box => box.offsetHeight") == 0
        assert box.locator("tbody tr").count() == 120
        height, bottom, last = box.evaluate(
            "box => [box.scrollHeight - box.clientHeight, box.getBoundingClientRect().bottom,"
            " box.querySelector('tfoot').getBoundingClientRect().bottom]"
        )
        assert (height, last <= bottom + 1) == (0, True)
    for shape in (".meter", ".meter > div", ".bars > div > div"):
        style = page.locator(shape).first.evaluate("it => getComputedStyle(it).printColorAdjust")
        assert style == "exact"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(31, 35, 40)"
    assert not page.locator("nav").is_visible()


def barriers(page, *selectors: str) -> list[str]:
    """What axe-core finds that would keep people out of a page, or of some parts of it."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="there is no axe")
    where = {"include": [[selector] for selector in selectors]} if selectors else None
    found = axe.Axe().run(page, where).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


@pytest.mark.long
def test_the_interface_behind_formgrader_keeps_a_manual_score(lab, course, examples):
    """The same without a browser, for machines that have none."""
    course.submit(examples["one_sample"])
    expected = examples["one_sample"].scores
    assert lab.ask("POST", f"assignment/{ASSIGNMENT}/assign")["success"]
    for manual_score in [None, 2]:
        assert lab.ask("POST", f"submission/{ASSIGNMENT}/one_sample/autograde")["success"]
        assert course.scores("one_sample") == expected
        rows = {row["student"]: row for row in lab.ask("GET", f"submissions/{ASSIGNMENT}")}
        by_hand = 0 if manual_score is None else manual_score - expected["exploding_product"]
        assert rows["one_sample"]["score"] == sum(expected.values()) + by_hand
        books = lab.ask("GET", f"submitted_notebooks/{ASSIGNMENT}/{NOTEBOOK}")
        (book,) = (book for book in books if book["student"] == "one_sample")
        grades = lab.ask("GET", f"grades?submission_id={book['id']}")
        (grade,) = (g for g in grades if g["name"] == "test_exploding_product")
        assert grade["manual_score"] == manual_score
        lab.ask("PUT", f"grade/{grade['id']}", {"manual_score": 2, "extra_credit": 0})
