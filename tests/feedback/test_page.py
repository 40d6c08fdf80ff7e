"""The page that a student reads, made by the template from a graded notebook and the gradebook."""

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from nbgrader.api import Gradebook
from notebooks.test_sanitize import EVIL, HOSTILE, dangers
from support import new_gradebook
from traitlets.config import Config

from grading.checks.chart import Chart
from grading.checks.outcome import Check, Exercise
from grading.course.steps import TellGrades
from grading.feedback.cell_report import report, write_record
from grading.feedback.page import MOST_TEXT, PARSED, FeedbackExporter, is_folded
from grading.feedback.translation import Sentences
from grading.notebooks.sanitize import clean_notebook, clean_outputs

STUDENT = "<b>ada"
TEXT = r"So $\sigma(x) = \frac{1}{1 + e^{-x}}$ it is. <details>more</details>"
PICTURE = "![curve](attachment:curve.png)"
CHECKS = [
    Check("test_one", "It is `one`.", 1, passed=True),
    Check("test_two", "It is two.", 1, passed=False, hint="Look <here>."),
    Check("test_three", "It is three.", 2, passed=False, hint="Look <here>."),
]


def curve() -> Chart:
    chart = Chart(caption="Your curve.")
    chart.expect("line", [0, 1], [0, 1])
    chart.line("<i>mine</i>", [0, 1], [0, 2])
    return chart


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory):
    url = new_gradebook(tmp_path_factory.mktemp("book"))
    with Gradebook(url) as book:
        book.add_assignment("a")
        book.add_notebook("the_book", "a")
        for name in ("test_f", "test_g"):
            book.add_grade_cell(name, "the_book", "a", max_score=4, cell_type="code")
        book.add_solution_cell("f", "the_book", "a")
        book.add_student(STUDENT)
        book.add_submission("a", STUDENT)
    return url


def cell(source: str, name: str, **flags):
    metadata = {"grade_id": name, "grade": False, "solution": False, "task": False}
    return new_code_cell(source, metadata={"nbgrader": metadata | {"locked": False} | flags})


def page(
    gradebook: str,
    found=None,
    *,
    extra=(),
    scores=(1, None),
    manual=None,
    comment=None,
    moved=False,
    read="hints",
):
    """The page for a student with these scores of the checks."""
    with Gradebook(gradebook) as book:
        for name, score in zip(("test_f", "test_g"), scores, strict=True):
            grade = book.find_grade(name, "the_book", "a", STUDENT)
            grade.auto_score = score
            grade.manual_score = manual if name == "test_g" else None
        book.find_comment("f", "the_book", "a", STUDENT).manual_comment = comment
        book.db.commit()
    if found is None:
        found = [
            Exercise("test_f", 4, CHECKS, chart=curve()),
            Exercise("test_g", 4, fault="RuntimeError: the secret reason"),
        ]
    notebook = new_notebook(
        cells=[
            new_markdown_cell(TEXT),
            cell("f = 1 < 2", "f", solution=True),
            cell("assert f", "test_f", grade=True, locked=True, points=4),
            cell("assert not f", "test_g", grade=True, locked=True, points=4),
            *extra,
        ]
    )
    if moved:
        notebook.cells.append(notebook.cells.pop(1))
    report(notebook, found, ["The cell `f` was moved."], Sentences({}))
    write_record(notebook, {"seed": 123454321, "notes": ["The cell `f` was moved."]}, found)
    clean_notebook(notebook, instructor_texts={TEXT, PICTURE})
    clean_outputs(notebook)
    config = Config(
        FeedbackExporter={"preprocessors": [TellGrades]},
        Exporter={"default_preprocessors": []},
        HiddenChecks={"students_read": read},
    )
    where = {"notebook": "the_book", "assignment": "a", "student": STUDENT, "db_url": gradebook}
    html, _ = FeedbackExporter(config=config).from_notebook_node(notebook, {"nbgrader": where})
    return BeautifulSoup(html, "html.parser")


def words(element) -> str:
    return " ".join(element.get_text(" ").split())


def test_the_top_says_what_was_earned_and_why(gradebook):
    shown = page(gradebook)
    assert "1 of 8 points" in words(shown.header)
    assert "not graded in full yet" in words(shown.header)
    assert "was moved" in words(shown.header)
    card = shown.find(id="result-test_f")
    assert "F 1 / 4" in words(card)
    marks = [(mark["aria-label"], words(mark.parent)) for mark in card.find_all("span", role="img")]
    assert marks == [
        ("passed", "✓ It is one ."),
        ("failed", "✗ It is two. Look <here>."),
        ("failed", "✗ It is three."),  # the hint is there already
    ]
    assert words(card.figcaption) == "Your curve."
    assert card.svg.find_all("path")


@pytest.mark.parametrize(("read", "checks", "hints"), [("checks", 3, 0), ("scores", 0, 0)])
def test_students_read_as_much_as_the_course_lets_them(gradebook, read, checks, hints):
    shown = page(gradebook, read=read)
    assert (len(shown.select(".checks li")), len(shown.select(".hint"))) == (checks, hints)
    assert "1 / 4" in words(shown.find(id="result-test_f"))
    assert bool(shown.svg) == (read == "checks")


def test_what_is_not_graded_is_no_zero_and_the_reason_is_not_the_students(gradebook):
    card = page(gradebook).find(id="result-test_g")
    assert "– / 4" in words(card)
    assert "Not graded yet" in words(card)
    assert "secret reason" not in str(card)


def test_a_text_that_would_take_too_long_is_shown_as_it_was_written(gradebook):
    texts = ["\\\\(" * 50_000, "*a* " * 50_000, "$$a\n\n" * 300]
    code = "x = 1\n" * 2_000
    shown = page(gradebook, extra=[*map(new_markdown_cell, texts), new_code_cell(code)])
    plain = [block.get_text() for block in shown.find_all("pre")]
    assert {*texts, code} <= {*plain}
    assert not [block for block in shown.find_all(class_="highlight") if "x = 1" in str(block)]


def test_there_is_an_end_to_what_is_shown(gradebook):
    shown = page(gradebook, extra=[new_code_cell("x" * MOST_TEXT), new_markdown_cell("the end")])
    assert MOST_TEXT / 2 < len(shown.get_text()) < 2 * MOST_TEXT
    assert "the end" not in shown.get_text()


def test_there_is_an_end_to_the_markdown_that_cells_show(gradebook):
    texts = ["*a*" * (MOST_TEXT // 5), "the end"]
    shown = [new_output("display_data", {kind: t}) for t in texts for kind in PARSED]
    text = page(gradebook, extra=[new_code_cell("1", outputs=shown)]).get_text()
    assert MOST_TEXT / 2 < len(text) < 2 * MOST_TEXT
    assert "the end" not in text


def test_a_persons_score_and_comment_count(gradebook):
    shown = page(gradebook, manual=3.5, comment="Well *done*.")
    assert "4.5 of 8 points" in words(shown.header)
    assert "3.5 / 4 Your instructor has set this score." in words(shown.find(id="result-test_g"))
    # Where a reader looks for it: in the card of the exercise that ends with test_f.
    comment = shown.find(id="result-test_f").find(class_="comment")
    assert "Your instructor on f Well done ." in words(comment)
    assert len(shown.find_all(class_="comment")) == 1


def test_a_comment_below_the_last_exercise_has_a_place_of_its_own(gradebook):
    shown = page(gradebook, comment="Well *done*.", moved=True)
    comment = shown.find(class_="comment")
    assert "Well done ." in words(comment)
    assert not comment.find_parent(class_="card")


FOLDS = [{"jupyter": {"source_hidden": True, "outputs_hidden": False}}, {"cellView": "form"}]


@pytest.mark.parametrize("metadata", FOLDS)
def test_what_the_notebook_folds_is_folded_and_its_outputs_are_not(gradebook, metadata):
    output = new_output("stream", text="shown")
    source = "# @title Picture: a curve { display-mode: 'form' }\nhelp_to_draw()"
    shown = page(
        gradebook,
        extra=[
            new_code_cell(source, metadata=metadata, outputs=[output]),
            new_code_cell("no_title()", metadata=metadata),
            new_code_cell("open()", metadata={"jupyter": {}, "cellView": "code"}),
        ],
    )
    folded = shown.find_all("details", class_="code")
    titles = [element.summary.get_text() for element in folded]
    assert titles[2:] == ["Picture: a curve", "Code that the notebook folds"]
    assert not any(element.has_attr("open") for element in folded)
    assert "help_to_draw" in words(folded[2])
    assert not shown.find(class_="output").find_parent("details")
    assert "open()" in [block.get_text().strip() for block in shown.select("div.code")]
    answer = cell("mine()", "g", solution=True)
    answer.metadata |= metadata
    assert not is_folded(answer)


def test_it_has_formulas_without_a_script_and_loads_nothing(gradebook):
    shown = page(gradebook)
    assert shown.find("math")
    assert "frac" not in shown.get_text()
    assert not shown.find_all(["script", "link", "iframe", "object"])
    assert "default-src 'none'" in shown.find("meta", {"http-equiv": True})["content"]
    assert not re.search(r"@import|url\(", str(shown.head))
    assert shown.find("details").get_text() == "more"


def test_it_tells_no_seed_and_no_names_of_checks(gradebook):
    html = str(page(gradebook))
    assert "123454321" not in html
    assert "test_two" not in html


def test_nothing_that_a_student_writes_or_shows_can_act(gradebook):
    kinds = ("text/html", "text/markdown", "text/latex", "text/plain", "image/svg+xml")
    extra, checks, chart = [], [], Chart()
    for text in HOSTILE:
        outputs = [new_output("display_data", {kind: text}) for kind in kinds]
        outputs += [
            new_output("display_data", {"image/png": f'" onerror="{text}'}),
            new_output("error", ename=text, evalue=text, traceback=[text]),
            new_output("stream", text=text),
        ]
        extra += [
            new_markdown_cell(text),
            new_markdown_cell(
                f"![x](attachment:a.png) {text}", attachments={"a.png": {text: text}}
            ),
            new_raw_cell(text),
            new_code_cell(text, outputs=outputs),
        ]
        checks.append(replace(CHECKS[1], hint=text))
        chart.line(text, [0], [0])
    found = [Exercise("test_f", 4, checks, chart=chart)]
    shown = page(gradebook, found, extra=extra, scores=(1, 1))
    assert not shown.find_all("script")
    assert [danger for danger in dangers(shown) if not re.match("<(svg|math)", danger)] == []
    drawn = [*shown.find_all("svg"), *shown.find_all("math")]
    for tag in (tag for part in drawn for tag in [part, *part.find_all(True)]):
        assert not [name for name in tag.attrs if name.startswith("on") or "href" in name]


@pytest.mark.parametrize(
    "attachments",
    [{}, {"curve.png": {"image/png": '"><script>alert(1)</script>'}}, {"curve.png": {EVIL: ""}}],
)
def test_a_picture_of_ours_that_a_student_has_changed_cannot_act(gradebook, attachments):
    extra = [new_markdown_cell(PICTURE, attachments=attachments)]
    shown = page(gradebook, extra=extra)
    assert not shown.find_all("script")
    assert "curve" in words(shown.main) or shown.main.find("img", alt="curve")
