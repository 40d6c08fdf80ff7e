"""What is told of a class: report.html, checks.json, and the grades for an LMS."""

import csv
import json
import re
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from textwrap import dedent
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from feedback.test_page import CHECKS, curve, words
from nbgrader.api import Gradebook
from support import ROOT, new_gradebook

from grading.checks.chart import Chart
from grading.checks.outcome import NOT_WRITTEN, Exercise
from grading.feedback.translation import Sentences
from grading.grade.graded import Outcome, Task
from grading.report import lms
from grading.report.class_page import REPORT, write_report
from grading.report.course_page import write_index
from grading.report.overview import (
    NOT_TAKEN_UP,
    Entry,
    Overview,
    Person,
    collect,
    write_checks,
)
from grading.report.statistics import MOST_PICTURES, distribution, summary

SAY = Sentences({})
TASKS = {"test_f": Task("one", 4), "test_g": Task("two", 2)}
PASSED = [replace(check, passed=True, hint="") for check in CHECKS]
STUB = [replace(check, passed=False, hint=f"`f` {NOT_WRITTEN}.") for check in CHECKS]


def entry(name: str, score: float | None = 1, checks=CHECKS, **given) -> Entry:
    """A submission that earned full marks in g, and these in f."""
    fault = "" if score is not None else "RuntimeError: no disk"
    found = Exercise("test_f", 4, [] if fault else checks, fault, given.pop("chart", None))
    outcomes = {
        "test_f": Outcome(score, given.pop("by_hand", False), found, fault),
        "test_g": Outcome(2, False, Exercise("test_g", 2, PASSED[:1]), ""),
    }
    record = {"seconds": 1.5, "torch": "2.15", "gpu": "none", "not_confined": []}
    about = {
        "penalty": 0,
        "late": timedelta(),
        "flagged": False,
        "notes": [],
        "records": {"one.ipynb": record | given.pop("record", {})},
        "feedback": Path("feedback", name, "a"),
        "autograded": Path("autograded", name, "a"),
    }
    return Entry(given.pop("person", person(name)), outcomes, **about | given)


def person(name: str, first: str = "", last: str = "") -> Person:
    return Person(name, first, last, "", "")


def untouched(name: str) -> Entry:
    """The submission of one who wrote nothing."""
    stubs = {
        task: Outcome(0, False, Exercise(task, about.points, STUB), "")
        for task, about in TASKS.items()
    }
    return replace(entry(name), outcomes=stubs)


def overview(*entries: Entry, **given) -> Overview:
    given = {"assignment": "the_assignment", "absent": [], "lost": {}} | given
    return Overview(tasks=TASKS, entries=list(entries), **given)


@pytest.fixture
def report(tmp_path):
    def report(*entries: Entry, **given) -> BeautifulSoup:
        write_report(overview(*entries, **given), tmp_path)
        return BeautifulSoup((tmp_path / REPORT).read_text(), "html.parser")

    return report


def section(page: BeautifulSoup, title: str) -> str:
    return words(page.find("h2", string=title).parent)


def test_the_report_says_what_the_class_has_missed(report):
    page = report(entry("ada", 4, PASSED), entry("ben"), entry("cyn"))
    understood = section(page, "What the class has understood")
    assert "Missed most often, with 33 % passed: It is two. It is three." in understood
    assert "It is one . 100 %" in understood
    assert "F 2 of 4 points on average (± 1.41)" in understood
    mistakes = section(page, "The commonest mistakes")
    assert "2 (67 %) Look <here>. F ben ; cyn" in mistakes  # once a student
    assert "3 handed in" in words(page.header)
    assert "4 of 6 points on average (± 1.41) 3 is the median, from 3 to 6" in words(page.header)


def test_who_wrote_nothing_counts_in_no_percentage(report):
    page = report(entry("ada"), entry("ben", 0, STUB))
    understood = section(page, "What the class has understood")
    assert "It is one . 100 %" in understood
    assert "1 of 4 points on average (± 0); 1 wrote nothing" in understood
    assert "Wrote nothing: ben" in understood
    assert NOT_WRITTEN not in section(page, "The commonest mistakes")


def test_what_only_one_student_did_is_folded(report):
    page = report(entry("ada"), entry("ben", 4, PASSED))
    folded = page.find("summary", string="1 that one student each made").parent
    assert not folded.has_attr("open")
    assert "Look <here>." in words(folded)


def test_a_check_that_the_weak_fail_discriminates_and_one_that_the_strong_fail_does_not():
    strong = [CHECKS[0], *(replace(check, passed=True, hint="") for check in CHECKS[1:])]
    odd = [replace(strong[0], passed=False), *strong[1:]]
    weak = [replace(check, passed=number == 0) for number, check in enumerate(CHECKS)]
    people = [(f"s{n}", odd if n < 6 else strong) for n in range(16)]
    people += [(f"w{n}", weak) for n in range(8)]
    one, two, _ = summary(
        overview(*(entry(who, 1, checks) for who, checks in people)), "test_f"
    ).rates
    assert one.discrimination < 0 < 0.8 < two.discrimination
    few = overview(*(entry(who, 1, checks) for who, checks in people[-2:]))
    assert [rate.discrimination for rate in summary(few, "test_f").rates] == [None] * 3


def test_the_report_says_what_has_changed_since_the_last_run(report, tmp_path):
    entries = [entry("ada", 4, PASSED), entry("ben")]
    assert "last run" not in str(report(*entries))
    write_checks(overview(*entries), tmp_path)
    assert "No total has changed." in section(report(*entries), "Since the last run")
    page = report(entry("ada", None), entry("ben", 2), entry("cyn"))
    said = section(page, "Since the last run")
    assert "3 of 3 totals have changed." in said
    assert "3 totals have changed since the last run." in words(page.header)
    assert "ada : 6 → not graded ben : 3 → 4 cyn : nothing → 3" in said
    (tmp_path / "checks.json").write_text("[1")
    assert "last run" not in str(report(*entries))


def test_the_report_says_who_has_few_points_and_which_cell_failed(report):
    failed = {"failed_cell": "The cell `f` ended in SyntaxError."}
    page = report(
        entry("ada", 4, PASSED),
        entry("ben", 0, STUB),
        entry("cyn", 0, record=failed),
        entry("dan", None),
    )
    look = section(page, "Whom to look at")
    assert "ben 2 Less than half of the points. Not written: F." in look
    assert (
        "cyn 2 F: something was written, and earned nothing. Less than half of the points. "
        "The cell f ended in SyntaxError." in look
    )
    assert not re.search("ada|dan", look)
    said = section(page, "The first cells that failed")
    assert "1 one.ipynb The cell f ended in SyntaxError. cyn" in said
    links = [a["href"] for a in page.find_all("a", string="cyn")]
    assert [link for link in links if link.endswith("/autograded/cyn/a/one.ipynb")]


def test_every_student_is_listed_by_name_and_by_total_with_what_it_comes_to(report):
    late = entry("ada", person=person("ada", "Ada", "Lovelace"), late=timedelta(hours=5))
    absent = [person("eve", "Eve", "Ångström")]
    page = report(
        *(late, entry("ben", 4, PASSED), entry("cyn", None), untouched("dan")),
        absent=absent,
        lost={"fay": "no disk"},
    )
    by_name, by_total = page.find_all("div", role="region")
    rows = {
        "ben": "ben 6 4 2 One",
        "Lovelace": "Lovelace, Ada ada 3 1 2 5.0 hours One",
        "cyn": "cyn – – 2 One",
        "dan": "dan 0 0 0 One",
        "eve": "Ångström, Eve eve – not handed in",
        "fay": "fay – not graded",
    }
    for table, names in [
        (by_name, ["eve", "ben", "cyn", "dan", "fay", "Lovelace"]),
        (by_total, ["ben", "Lovelace", "dan", "eve", "cyn", "fay"]),
    ]:
        assert [words(row) for row in table.tbody.find_all("tr")] == [rows[one] for one in names]
        assert [words(row) for row in table.tfoot.find_all("tr")] == [
            "mean of those who wrote something 4.5 2.5 2",
            "wrote something, and have 0 0 0 0",
            "wrote nothing 1 1 1",
            "handed in nothing 1",
        ]
    ids = [row["id"] for row in by_name.tbody.find_all("tr")]
    assert ids[0] == "student-eve"
    assert len(page.find_all(id=True)) == len({element["id"] for element in page.find_all(id=True)})
    assert "4 handed in, 1 late; 1 did not" in words(page.header)


def test_who_wrote_nothing_is_in_no_mean_and_is_named(report):
    page = report(entry("ada", 4, PASSED), entry("ben"), untouched("cyn"), untouched("dan"))
    assert "2 of them wrote nothing, and count in no mean" in words(page.header)
    assert "4.5 of 6 points on average (± 1.5) 4.5 is the median, from 3 to 6" in words(page.header)
    assert "Nothing was written by cyn ; dan ." in section(page, "Whom to look at")
    zero = entry("eve", 0, [replace(check, passed=False) for check in CHECKS])
    page = report(entry("ada", 4, PASSED), zero)
    assert "wrote nothing" not in words(page.header)
    assert "from 2 to 6" in words(page.header)


def test_what_the_class_understood_comes_first_and_everything_is_reached_from_the_top(report):
    late = datetime(2026, 3, 2, 12)
    page = report(entry("ada", 0, handed_in=late), due=late)
    titles = [heading.get_text() for heading in page.find_all("h2")]
    assert titles[:3] == [
        *("What the class has understood", "The commonest mistakes", "Whom to look at")
    ]
    assert {"Every student", "Scores", "When it came in", "Time and machines"} < set(titles)
    assert [link.get_text() for link in page.nav.find_all("a")] == titles
    for link in page.header.find_all("a", href=re.compile("^#")):
        assert page.find(id=link["href"][1:])
    assert "1 to look at" in words(page.header)
    assert page.find("a", string="to look at")["href"] == "#look"


def test_the_report_says_when_the_work_came_in(report):
    monday = datetime(2026, 3, 2, 12)  # UTC; no zone is so far off that it would be another day
    days = [0, 0, 13, 20, 20, 21]
    times = [monday + timedelta(day) for day in days]
    page = report(
        *(entry(f"s{number}", handed_in=time) for number, time in enumerate(times)),
        due=times[-1] - timedelta(hours=1),
    )
    said = section(page, "When it came in")
    bars = page.find(id="arrivals").find_next(role="img")["aria-label"]
    assert bars == (
        "Submissions by day: 2 with before, 1 with 15 Mar, 2 with 22 Mar, 1 with 23 Mar"
    )
    assert "2 came in within the last day before that, 0 late." in said
    assert "When it came in" not in str(report(entry("ada")))


def test_the_report_says_who_could_not_be_graded_and_who_is_absent(report):
    page = report(entry("ada", None), absent=[Person("eve", "", "", "", "")])
    assert "ada F RuntimeError: no disk" in section(page, "Not graded")
    assert "Nothing was handed in by eve." in section(page, "Whom to look at")
    assert "1 not graded in full" in words(page.header)


def test_the_report_says_whom_to_look_at(report):
    page = report(
        entry("ada", 4, PASSED, record={"answers": {"f": "same", "g": "b"}}),
        entry("ben", 4, PASSED, record={"answers": {"f": "same", "g": "c"}}),
        entry("cyn", 4, PASSED, flagged=True, notes=["one.ipynb: The cell `f` is missing."]),
        entry("dan", 0, [replace(check, passed=False) for check in CHECKS]),
        entry("eve", 0, STUB, record={"answers": {"f": ""}}),
        entry("fay", 0, STUB, record={"answers": {"f": ""}}),
        entry("gil", 0, by_hand=True),
    )
    look = section(page, "Whom to look at")
    assert "ada ; ben 6 f : the same code, but for names and layout (ada; ben)." in look
    assert "cyn 6 one.ipynb: The cell f is missing. It is flagged in Formgrader." in look
    assert "dan 2 F: something was written, and earned nothing. Less than half" in look
    assert "eve ; fay ; gil 2 Less than half of the points. Not written: F." not in look
    assert "eve ; fay 2 Less than half of the points. Not written: F." in look
    rows = page.find(id="look").find_next("tbody").find_all("tr")
    assert len(rows) == 5  # a line for each, and one for those of whom the same is to be said


def test_students_go_by_their_names_and_by_more_where_two_have_the_same(report):
    people = [person("a1", "Ada", "Lovelace"), person("b2", "Bo", "Li"), person("b3", "Bo", "Li")]
    page = report(*(entry(one.id, 1, person=one, flagged=True) for one in people))
    look = section(page, "Whom to look at")
    assert "Lovelace, Ada ; Li, Bo (b2) ; Li, Bo (b3) 3 It is flagged in Formgrader." in look
    assert "Lovelace, Ada" in section(page, "The commonest mistakes")


def test_what_passed_the_visible_check_and_earned_nothing_is_looked_at_first(report):
    failed = [replace(check, passed=False) for check in CHECKS]
    page = report(
        entry("ada", 4, PASSED, flagged=True),
        entry("ben", 0, failed),
        entry("cyn", 0, failed, record={"passed": ["test_f"]}),
        entry("dan", 4, PASSED, record={"passed": ["test_f"]}),
    )
    look = section(page, "Whom to look at")
    told = "F: the visible check passed; it earned nothing."
    assert look.index("cyn") < look.index(told) < look.index("ada") < look.index("ben")
    assert "dan" not in look
    assert look.count("earned nothing") == 2


def test_an_answer_that_many_give_is_no_sign_of_anything(report):
    everyone = [entry(f"s{n}", 4, PASSED, record={"answers": {"f": "usual"}}) for n in range(4)]
    assert "the same code" not in str(report(*everyone))


def test_pictures_that_look_the_same_are_shown_once_and_wrong_ones_first(report):
    other = Chart(caption="Your curve.")
    other.line("mine", [0, 1], [1, 0])
    broken = Chart(fault="pictures.py: it broke")
    page = report(
        entry("ada", 4, PASSED, chart=curve()),
        entry("ben", 4, PASSED, chart=curve()),
        entry("cyn", chart=other),
        entry("dan", chart=broken),
    )
    assert [words(figure.figcaption) for figure in page.find_all("figure")] == [
        "✗ 1 of 4 Look <here>. cyn",
        "✓ 4 of 4 ada ; ben",
    ]
    assert "mine: from 1 at 0 to 0 at 1." in page.find("figure").svg["aria-label"]
    assert page.find("figure").a["href"].endswith("feedback/cyn/a/one.html#result-test_f")
    assert "A picture could not be drawn for 1 students" in section(page, "Time and machines")


@pytest.mark.parametrize("count", [0, 1])
def test_the_report_of_a_tiny_class(report, count):
    page = report(*[entry("ada", 6, PASSED)] * count)
    assert f"{count} handed in" in words(page.header)


def test_the_report_of_a_large_hostile_class_is_bounded_and_can_do_nothing(report, tmp_path):
    evil = "<script>alert(1)</script>' onclick='x"
    entries = []
    for number in range(500):
        chart = Chart(caption=evil)
        chart.points(evil, range(200), [x % (number + 2) for x in range(200)])
        checks = [replace(CHECKS[1], hint=f"{evil} {number}")]
        entries.append(
            entry(
                f"{evil}{number}",
                0,
                checks,
                chart=chart,
                notes=[evil],
                record={"failed_cell": evil},
            )
        )
    page = report(*entries)
    assert (tmp_path / REPORT).stat().st_size < 2_500_000
    assert len(page.find_all("figure")) == MOST_PICTURES
    assert not page.find_all(["script", "link", "iframe", "img"])
    assert not [tag for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    links = [a["href"] for a in page.find_all("a")]
    safe = r"#[\w-]+|\.\./index\.html|[\w./%-]+/((one|two)\.html#result-test_[fg]|one\.ipynb)"
    assert all(re.fullmatch(safe, link) for link in links)
    assert "default-src 'none'" in page.find("meta", {"http-equiv": True})["content"]


def test_full_marks_are_a_bar_of_their_own():
    bars = distribution([0, 0.5, 5.999, 6, 7], 6)
    assert [count for _, count in bars] == [2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]
    assert [label for label, _ in bars][::5] == ["0", "3", "6"]


def test_checks_json_is_as_its_documentation_says(tmp_path):
    write_checks(overview(entry("ada"), entry("ben", None)), tmp_path)
    found = json.loads((tmp_path / "checks.json").read_text())
    first = found["submissions"][0]["exercises"]["test_f"]
    assert [check["passed"] for check in first["checks"]] == [True, False, False]
    assert found["submissions"][1]["score"] is None
    assert found["submissions"][1]["exercises"]["test_f"]["fault"] == "RuntimeError: no disk"
    documented = set(re.findall(r"^\| `(\w+)`", (ROOT / "docs/checks.md").read_text(), re.M))
    assert documented == _keys(found) - {"test_f", "test_g"}


def _keys(value: object) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(_keys, value))
    if isinstance(value, dict):
        return set(value).union(*map(_keys, value.values()))
    return set()


def table(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))


def test_exports_hold_what_is_graded_in_the_columns_of_each(tmp_path):
    ada = replace(entry("ada", 3.5), person=Person("ada", "Ada", "Lovelace", "a@b.c", "17"))
    late = replace(entry("ben"), penalty=2)
    lms.export(overview(ada, late, entry("cyn", None), entry("=1+1")), tmp_path, SAY)
    header, possible, *rows = table(tmp_path / "canvas.csv")
    # What Canvas's importer goes by: the names of these columns, and this row.
    assert header == [
        *("Student", "ID", "SIS User ID", "SIS Login ID", "Section"),
        "The assignment",
    ]
    assert (possible[0].strip(), possible[5]) == ("Points Possible", "6")
    assert rows == [
        ["Lovelace, Ada", "17", "", "ada", "", "5.5"],
        ["ben", "", "", "ben", "", "1"],
        ["'=1+1", "", "", "=1+1", "", "3"],  # the login is looked up, the name is for people
    ]


def test_moodle_gets_addresses_only_if_there_is_one_for_each(tmp_path):
    ada = replace(entry("ada", 3.5), person=Person("ada", "Ada", "Lovelace", "a@b.c", "17"))
    lms.export(overview(ada), tmp_path, SAY)
    header, first = table(tmp_path / "moodle.csv")
    assert header[:3] == ["Username", "Email address", "The assignment"]
    assert first[:3] == ["ada", "a@b.c", "5.5"]
    assert "F: 3.5 of 4\n✗ It is two. → Look &lt;here&gt;." in first[3]
    lms.export(overview(ada, entry("ben")), tmp_path, SAY)
    header, *rows = table(tmp_path / "moodle.csv")
    assert header == ["Username", "The assignment", "The assignment (feedback)"]
    assert [row[:2] for row in rows] == [["ada", "5.5"], ["ben", "3"]]


@pytest.mark.parametrize("login", ["+4912", "-ada", "@ada", "=ada"])
def test_who_is_looked_up_is_written_as_it_is(tmp_path, login):
    person = Person(login, "@Ada", "=Lovelace", "+a@b.c", "-17")
    lms.export(overview(replace(entry("ada"), person=person)), tmp_path, SAY)
    assert table(tmp_path / "canvas.csv")[2][:4] == ["'=Lovelace, @Ada", "-17", "", login]
    assert table(tmp_path / "moodle.csv")[1][:2] == [login, "+a@b.c"]
    assert (tmp_path / "gradescope" / login / "results.json").is_file()


def test_gradescope_gets_a_test_for_each_check(tmp_path):
    lms.export(overview(entry("ada"), entry("ben", 3, by_hand=True)), tmp_path, SAY)
    results = json.loads((tmp_path / "gradescope/ada/results.json").read_text())
    assert (results["score"], results["execution_time"]) == (3, 1.5)
    tests = results["tests"]
    assert [(test["score"], test["max_score"], test["status"]) for test in tests] == [
        (1, 1, "passed"),
        (0, 1, "failed"),
        (0, 2, "failed"),
        (2, 2, "passed"),
    ]
    results = json.loads((tmp_path / "gradescope/ben/results.json").read_text())
    assert results["score"] == 5
    assert results["tests"][0] == {"name": "F", "score": 3, "max_score": 4}
    assert not any("score" in test for test in results["tests"][1:4])
    lms.export(overview(entry("ben")), tmp_path, SAY)
    assert [path.parent.name for path in tmp_path.rglob("results.json")] == ["ben"]


@pytest.mark.parametrize("name", ["ada", "ada@b.c", "ben"])
def test_the_autograder_of_the_documentation_hands_out_what_is_graded(tmp_path, name):
    lms.export(overview(entry(name)), tmp_path, SAY)
    (tmp_path / "gradescope").rename(tmp_path / "source")
    (tmp_path / "results").mkdir()
    metadata = {"users": [{"email": "ada@b.c", "id": 1234, "name": "Ada Lovelace"}]}
    (tmp_path / "submission_metadata.json").write_text(json.dumps(metadata))
    code = re.search("```python\n(.*?)```", (ROOT / "docs/lms.md").read_text(), re.DOTALL)[1]
    code = dedent(code).replace('"/autograder"', repr(str(tmp_path)))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True)
    is_graded = name != "ben"
    assert (done.returncode == 0) == is_graded
    assert (tmp_path / "results/results.json").is_file() == is_graded


def drawn_in(figure) -> tuple[int, int]:
    """How many lines of what is expected and of the student's a picture shows."""
    gray = len(figure.find_all("path", opacity=".22"))
    return gray, len(figure.find_all("path", stroke=re.compile("^#")))


def test_a_student_who_draws_just_what_is_expected_is_shown_to_have_drawn_it(course_of):
    """Equal numbers are kept once; what they are of must not be lost by that."""
    right = Chart(caption="Your curve.")
    right.expect("line", [0, 1], [0, 1])
    right.line("line", [0, 1], [0, 1])
    other = Chart(caption="Your curve.")
    other.expect("line", [0, 1], [0, 1])
    other.points("line", [0, 1], [0, 1])
    found = collect(course_of({"ada": right, "ben": right, "cyn": other}), "a")
    charts = [one.outcomes["test_f"].exercise.chart for one in found.entries]
    assert charts == [right, right, other]
    assert charts[0].series[1] is charts[1].series[1]
    write_report(found, course_of.folder)
    page = BeautifulSoup((course_of.folder / REPORT).read_text(), "html.parser")
    for figure in page.find_all("figure"):
        assert drawn_in(figure) == (1, 1)
        assert "It follows the expected curve line." in figure.svg["aria-label"]


def test_a_lost_submission_is_counted_among_those_that_are_not_graded_in_full(report):
    def tile(**given) -> tuple[str, list[str]]:
        page = report(entry("ada"), **given)
        card = page.find("a", href="#not-graded", string="not graded in full").parent
        return card.b.get_text(), card.b["class"]

    assert tile() == ("0", ["pass"])
    assert tile(lost={"ben": "two.ipynb: was not handed in"}) == ("1", ["fail"])


class Course:
    """Stands in for the course: a gradebook, and what its notebooks have on record."""

    def __init__(self, url: str, records: dict[str, dict]):
        self.url, self._records = url, records

    def gradebook(self) -> Gradebook:
        return Gradebook(self.url)

    def submissions(self, _: str) -> list[str]:
        return [*self._records, "lost"]

    def records(self, _: str, student: str) -> dict[str, dict]:
        found = self._records[student]
        return {"one.ipynb": found} if found else {}

    def missing(self, _: str, student: str) -> list[str]:
        return ["two.ipynb: was not handed in"] if student == "ben" else []

    def folder(self, kind: str, assignment: str, student: str) -> Path:
        return Path(kind, student, assignment)


@pytest.fixture
def course_of(tmp_path):
    """Make a course of one exercise, in which these students' code draws these charts."""

    def make(charts: dict[str, Chart]) -> Course:
        url = new_gradebook(tmp_path)
        with Gradebook(url) as book:
            book.add_assignment("a")
            book.add_notebook("one", "a")
            book.add_grade_cell("test_f", "one", "a", max_score=4, cell_type="code")
            for student in charts:
                book.add_student(student)
                book.add_submission("a", student)
                book.find_grade("test_f", "one", "a", student).auto_score = 4
            book.db.commit()
        exercises = {who: Exercise("test_f", 4, PASSED, chart=one) for who, one in charts.items()}
        return Course(
            url,
            {
                who: {"notes": [], "exercises": {"test_f": asdict(one)}}
                for who, one in exercises.items()
            },
        )

    make.folder = tmp_path
    return make


def test_the_scores_are_the_gradebooks_and_the_rest_is_on_record(tmp_path):
    record = {
        "notes": ["It was odd."],
        "seconds": 2,
        "exercises": {"test_f": asdict(Exercise("test_f", 4, CHECKS, chart=curve()))},
    }
    url = new_gradebook(tmp_path)
    with Gradebook(url) as book:
        book.add_assignment("a", duedate="2026-03-01 12:00")
        book.add_notebook("one", "a")
        for name in ("test_f", "essay"):
            book.add_grade_cell(name, "one", "a", max_score=4, cell_type="code")
        for student in ("ada", "ben", "eve"):
            book.add_student(student, first_name=None)
        for student, score in (("ada", 1), ("ben", None)):
            submission = book.add_submission("a", student)
            submission.timestamp = datetime(2026, 3, 2 if student == "ben" else 1)
            grade = book.find_grade("test_f", "one", "a", student)
            grade.auto_score = score
            submission.notebooks[0].flagged = student == "ben"
            submission.notebooks[0].late_submission_penalty = 0.5
        book.find_grade("essay", "one", "a", "ada").manual_score = 3
        book.db.commit()
    found = collect(Course(url, {"ada": record, "ben": {}}), "a")
    ada, ben = found.entries
    assert (ada.score, ada.seconds, ada.flagged) == (3.5, 2, False)
    assert [one.late for one in (ada, ben)] == [timedelta(), timedelta(hours=12)]
    assert [one.handed_in.day for one in (ada, ben)] == [1, 2]
    assert found.due == datetime(2026, 3, 1, 12)
    assert ada.outcomes["test_f"].exercise.checks == CHECKS
    assert ada.outcomes["test_f"].exercise.chart == curve()
    assert [ada.outcomes[name].by_hand for name in ("test_f", "essay")] == [False, True]
    assert ada.notes == ["one.ipynb: It was odd."]
    assert (ben.score, ben.flagged, ben.notes) == (None, True, ["two.ipynb: was not handed in"])
    assert "no graded notebook" in ben.outcomes["test_f"].fault
    assert ([person.id for person in found.absent], found.lost) == (["eve"], {"lost": NOT_TAKEN_UP})
    assert found.points == 8


def test_each_assignment_has_its_reports_and_the_index_leads_to_them(tmp_path):
    ada, ben = person("ada", "Ada", "Lovelace"), person("ben")
    first = overview(
        *(entry("ada", 4, PASSED, person=ada), untouched("ben")),
        absent=[person("cyn", "Cyn", "Li")],
    )
    second = overview(
        *(entry("ada", None, person=ada), entry("ben", person=ben)),
        assignment="b c",
        lost={"dan": "no disk"},
    )
    for one in (first, second):
        write_report(one, tmp_path / one.assignment)
        write_checks(one, tmp_path / one.assignment)
    write_index(first, tmp_path)
    page = BeautifulSoup((tmp_path / "index.html").read_text(), "html.parser")
    assignments, by_name, by_total = page.find_all("table")
    rows = [words(row).split(", ")[0] for row in assignments.tbody.find_all("tr")]
    assert [re.sub(r" \d+ \w+ 20\d\d$", "", row) for row in rows] == [
        "B c 6 2 0 0 2 3 ± 0",
        "The assignment 6 2 1 1 0 6 ± 0",
    ]
    assert [words(row) for row in by_name.tbody.find_all("tr")] == [
        "ben 3 3 wrote nothing",
        "dan 0 not graded",
        "Li, Cyn cyn 0",
        "Lovelace, Ada ada 6 – 6",
    ]
    assert [row.td.get_text().split()[-1] for row in by_total.tbody.find_all("tr")] == [
        *("ada", "ben", "dan", "cyn")
    ]
    for link in page.main.find_all("a"):
        path, _, row = unquote(link["href"]).partition("#")
        report = BeautifulSoup((tmp_path / path).read_text(), "html.parser")
        assert not row or report.find("tr", id=row)
        assert report.header.find("a", href="../index.html")
    (tmp_path / "b c" / "checks.json").write_text("[")
    write_index(first, tmp_path)
    assert "B c" not in (tmp_path / "index.html").read_text()
