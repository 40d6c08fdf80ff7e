"""The table that `grade` prints, of a small class and of a large one."""

from datetime import timedelta

import pytest
from report.test_overview import entry, overview
from rich.console import Console

from grading import run
from grading.course.autograde import Visit
from grading.grade.graded import NOT_READ, Outcome
from grading.report.overview import NOT_TAKEN_UP, Overview
from grading.report.table import LARGE, needs_a_person, table_of, totals


def name_of(number: int) -> str:
    return f"s{number:03}"


def class_of(size: int, *others) -> Overview:
    """A class where everyone earned 3 of 6 points, and these others."""
    return overview(*(entry(name_of(number)) for number in range(size)), *others)


def visits_to(seen: Overview) -> list[Visit]:
    visits = [Visit(student) for student in seen.by_student]
    for visited in visits:
        run._complete(visited, seen)
    return visits


def shown(visits: list[Visit], seen: Overview, *, everyone: bool = False) -> str:
    console = Console(width=160, force_terminal=False)
    with console.capture() as capture:
        run._show(visits, seen, console, everyone=everyone)
    return capture.get()


def names_in(text: str) -> list[str]:
    return [line.split()[0] for line in text.splitlines() if line.startswith(" s0")]


def test_of_a_small_class_everyone_is_shown():
    seen = class_of(LARGE)
    text = shown(visits_to(seen), seen)
    assert len(names_in(text)) == LARGE
    assert "--all" not in text


def test_of_a_large_class_those_are_shown_who_need_a_person_and_the_totals():
    odd = entry("s038", notes=["It was handed in as `x.ipynb`."])
    seen = class_of(38, odd, entry("s039", None))
    text = shown(visits_to(seen), seen)
    assert names_in(text) == ["s038", "s039"]
    assert "F: RuntimeError: no disk" in text
    assert "40 submissions, 39 of them graded in full, on average 3.00 of 6 points." in text
    assert "Of 38 there is nothing else to be said: `--all` shows them, too." in text
    assert "Not graded in full: s039." in text
    whole = shown(visits_to(seen), seen, everyone=True)
    assert len(names_in(whole)) == 40
    assert "--all" not in whole


def test_a_large_class_without_a_fault_needs_no_table():
    seen = class_of(LARGE + 1)
    assert shown(visits_to(seen), seen).splitlines() == [
        "31 submissions, 31 of them graded in full, on average 3.00 of 6 points.",
        "Of 31 there is nothing else to be said: `--all` shows them, too.",
    ]


def test_who_failed_is_named_up_to_a_number():
    visits = [Visit(name_of(number), failed=True) for number in range(200)]
    assert "s009 and 190 more. See the notes." in shown(visits, class_of(200))


@pytest.mark.parametrize("name", ["ada\x1b[2J", "[red]ada", "ada\udc80"])
def test_names_are_shown_as_they_are(name):
    console = Console(width=160)
    with console.capture() as capture:
        console.print(table_of([Visit(name)], overview()))
    text = capture.get()
    assert name.replace("\x1b", "�").replace("\udc80", "�") in text
    assert "not graded" in text


def test_totals_are_of_those_who_were_graded():
    visits = [Visit("a"), Visit("b")]
    assert totals(visits, overview()).endswith("none of them graded in full.")
    assert not needs_a_person(Visit("a"))
    assert needs_a_person(Visit("a", ["odd"]))


def test_the_total_is_that_of_the_reports():
    seen = overview(entry("ada", penalty=1, late=timedelta(hours=5, seconds=0.2)))
    (visited,) = visits_to(seen)
    assert visited.notes == ["handed in 5:00:01 late", "1 points off for being late"]
    console = Console(width=160)
    with console.capture() as capture:
        console.print(table_of([visited], seen))
    (line,) = (line for line in capture.get().splitlines() if line.startswith(" ada"))
    assert line.split()[:4] == ["ada", "1", "2", "2"]


def test_a_note_is_given_once_and_a_fault_with_its_exercises():
    left = Outcome(None, False, None, NOT_READ)
    work = entry("ada", None, notes=["one.ipynb: it is empty"])
    work.outcomes["test_g"] = left
    assert work.remarks == ["one.ipynb: it is empty", "F: RuntimeError: no disk", f"G: {NOT_READ}"]
    assert work.is_incomplete
    work.outcomes["test_f"] = left
    assert not work.is_incomplete
    assert work.remarks[1:] == [f"F, G: {NOT_READ}"]


def test_who_is_lost_is_said_with_the_reason():
    seen = overview(lost={"ada": "no disk"})
    visited, refused = Visit("ada"), Visit("ada", ["its folder is a link"], failed=True)
    run._complete(visited, seen)
    run._complete(refused, seen)
    assert (visited.notes, visited.failed) == (["not in the report: no disk"], True)
    assert refused.notes == ["its folder is a link"]
    gone = Visit("bo")  # the folder, meanwhile
    run._complete(gone, seen)
    assert (gone.notes, gone.failed) == ([f"not in the report: {NOT_TAKEN_UP}"], True)
