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

import pytest
from bs4 import BeautifulSoup
from feedback.test_page import CHECKS, curve, words
from nbgrader.api import Gradebook
from support import ROOT, new_gradebook

from grading.checks.chart import Chart
from grading.checks.outcome import NOT_WRITTEN, Exercise
from grading.course import lms
from grading.course.class_report import write_report
from grading.course.class_statistics import MOST_PICTURES, distribution, summary
from grading.course.results import (
    NOT_TAKEN_UP,
    Entry,
    Outcome,
    Overview,
    Person,
    Task,
    collect,
    write_checks,
)

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
    person = Person(name, "", "", "", "")
    return Entry(person, outcomes, **about | given)


def overview(*entries: Entry, **given) -> Overview:
    absent, lost = given.get("absent", []), given.get("lost", {})
    return Overview("the_assignment", TASKS, list(entries), absent, lost)


@pytest.fixture
def report(tmp_path):
    def report(*entries: Entry, **given) -> BeautifulSoup:
        write_report(overview(*entries, **given), tmp_path / "report.html")
        return BeautifulSoup((tmp_path / "report.html").read_text(), "html.parser")

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
    assert "2 (67 %) Look <here>. F ben , cyn" in mistakes  # once a student
    assert "3 handed in" in words(page.header)
    assert "4 of 6 points on average (± 1.41) 3 is the median, from 3 to 6" in words(page.header)


def test_who_wrote_nothing_counts_in_no_percentage(report):
    page = report(entry("ada"), entry("ben", 0, STUB))
    understood = section(page, "What the class has understood")
    assert "It is one . 100 %" in understood
    assert "0.5 of 4 points on average (± 0.5); 1 wrote nothing" in understood
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
    write_checks(overview(*entries), tmp_path / "checks.json")
    assert "No total has changed." in section(report(*entries), "Since the last run")
    page = report(entry("ada", None), entry("ben", 2), entry("cyn"))
    said = section(page, "Since the last run")
    assert "3 of 3 totals have changed." in said
    assert "ada : 6 → not graded ben : 3 → 4 cyn : nothing → 3" in said
    (tmp_path / "checks.json").write_text("[1")
    assert "last run" not in str(report(*entries))


def test_the_report_says_whom_to_talk_to_and_which_cell_failed(report):
    failed = {"failed_cell": "The cell `f` ended in SyntaxError."}
    page = report(
        entry("ada", 4, PASSED),
        entry("ben", 0, STUB),
        entry("cyn", 0, record=failed),
        entry("dan", None),
    )
    first = section(page, "Whom to talk to first")
    assert "ben 2 of 6 points. Not written: F." in first
    assert "cyn 2 of 6 points. The cell f ended in SyntaxError. F: tried in vain." in first
    assert not re.search("ada|dan", first)
    said = section(page, "The first cells that failed")
    assert "1 one.ipynb The cell f ended in SyntaxError. cyn" in said
    links = [a["href"] for a in page.find_all("a", string="cyn")]
    assert [link for link in links if link.endswith("/autograded/cyn/a/one.ipynb")]


def test_every_student_is_listed_by_total_with_name_and_lateness(report):
    lovelace = Person("ada", "Ada", "Lovelace", "", "")
    late = replace(entry("ada"), person=lovelace, late=timedelta(hours=5))
    page = report(late, entry("ben", 4, PASSED), entry("cyn", None))
    rows = page.find("div", role="region").tbody.find_all("tr")
    assert [words(row) for row in rows] == [
        "ben 6 4 2 One",
        "Lovelace, Ada ada 3 1 2 5.0 hours One",
        "cyn – – 2 One",
    ]
    assert "3 handed in, 1 late" in words(page.header)


def test_the_report_says_who_could_not_be_graded_and_who_is_absent(report):
    page = report(entry("ada", None), absent=[Person("eve", "", "", "", "")])
    assert "ada F RuntimeError: no disk" in section(page, "Not graded")
    assert "Nothing was handed in by eve." in section(page, "Whom to talk to first")
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
    by_hand = section(page, "To look at by hand")
    assert "ada f : the same code as ben, but for names and layout." in by_hand
    assert "cyn one.ipynb: The cell f is missing. It is flagged in Formgrader." in by_hand
    assert "dan F: something was written, and earned nothing." in by_hand
    assert not re.search("eve|fay|gil", by_hand)


def test_what_passed_the_visible_check_and_earned_nothing_is_looked_at_first(report):
    failed = [replace(check, passed=False) for check in CHECKS]
    page = report(
        entry("ada", 4, PASSED, flagged=True),
        entry("ben", 0, failed),
        entry("cyn", 0, failed, record={"passed": ["test_f"]}),
        entry("dan", 4, PASSED, record={"passed": ["test_f"]}),
    )
    by_hand = section(page, "To look at by hand")
    told = "cyn F: the visible check passed; it earned nothing."
    assert told in by_hand
    assert by_hand.index(told) < by_hand.index("ada") < by_hand.index("ben")
    assert "dan" not in by_hand
    assert by_hand.count("earned nothing") == 2


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
        "✓ 4 of 4 ada , ben",
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
    assert (tmp_path / "report.html").stat().st_size < 2_000_000
    assert len(page.find_all("figure")) == MOST_PICTURES
    assert not page.find_all(["script", "link", "iframe", "img"])
    assert not [tag for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    links = [a["href"] for a in page.find_all("a")]
    safe = r"[\w./%-]+/((one|two)\.html#result-test_[fg]|one\.ipynb)"
    assert all(re.fullmatch(safe, link) for link in links)
    assert "default-src 'none'" in page.find("meta", {"http-equiv": True})["content"]


def test_full_marks_are_a_bar_of_their_own():
    bars = distribution([0, 0.5, 5.999, 6, 7], 6)
    assert [count for _, count in bars] == [2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]
    assert [label for label, _ in bars][::5] == ["0", "3", "6"]


def test_checks_json_is_as_its_documentation_says(tmp_path):
    write_checks(overview(entry("ada"), entry("ben", None)), tmp_path / "checks.json")
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
    lms.export(overview(ada, late, entry("cyn", None), entry("=1+1")), tmp_path)
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
        ["'=1+1", "", "", "'=1+1", "", "3"],  # no formula in a spreadsheet
    ]


def test_moodle_gets_addresses_only_if_there_is_one_for_each(tmp_path):
    ada = replace(entry("ada", 3.5), person=Person("ada", "Ada", "Lovelace", "a@b.c", "17"))
    lms.export(overview(ada), tmp_path)
    header, first = table(tmp_path / "moodle.csv")
    assert header[:3] == ["Username", "Email address", "The assignment"]
    assert first[:3] == ["ada", "a@b.c", "5.5"]
    assert "F: 3.5 of 4\n✗ It is two. → Look &lt;here&gt;." in first[3]
    lms.export(overview(ada, entry("ben")), tmp_path)
    header, *rows = table(tmp_path / "moodle.csv")
    assert header == ["Username", "The assignment", "The assignment (feedback)"]
    assert [row[:2] for row in rows] == [["ada", "5.5"], ["ben", "3"]]


def test_gradescope_gets_a_test_for_each_check(tmp_path):
    lms.export(overview(entry("ada"), entry("ben", 3, by_hand=True)), tmp_path)
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
    lms.export(overview(entry("ben")), tmp_path)
    assert [path.parent.name for path in tmp_path.rglob("results.json")] == ["ben"]


@pytest.mark.parametrize("name", ["ada", "ada@b.c", "ben"])
def test_the_autograder_of_the_documentation_hands_out_what_is_graded(tmp_path, name):
    lms.export(overview(entry(name)), tmp_path)
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


def test_a_lost_submission_is_counted_among_those_that_are_not_graded_in_full(report):
    def tile(**given) -> tuple[str, list[str]]:
        page = report(entry("ada"), **given)
        card = page.find(string=re.compile("not graded in full")).parent
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
    assert ada.outcomes["test_f"].found.checks == CHECKS
    assert ada.outcomes["test_f"].found.chart == curve()
    assert [ada.outcomes[name].by_hand for name in ("test_f", "essay")] == [False, True]
    assert ada.notes == ["one.ipynb: It was odd."]
    assert (ben.score, ben.flagged, ben.notes) == (None, True, ["two.ipynb: was not handed in"])
    assert "no graded notebook" in ben.outcomes["test_f"].fault
    assert ([person.id for person in found.absent], found.lost) == (["eve"], {"lost": NOT_TAKEN_UP})
    assert found.points == 8
