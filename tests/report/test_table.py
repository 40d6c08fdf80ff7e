"""The table that `grade` prints, of a small class and of a large one."""

import pytest
from rich.console import Console

from grading import run
from grading.course.autograde import StudentRow
from grading.report.terminal import LARGE, needs_a_person, table_of, totals

EXERCISES = {"test_f": 2.0, "test_g": 1.0}


def row(number: int, **about) -> StudentRow:
    return StudentRow(f"s{number:03}", {"test_f": 1, "test_g": 1}, **about)


def shown(rows: list[StudentRow], *, everyone: bool = False) -> str:
    console = Console(width=160, force_terminal=False)
    with console.capture() as capture:
        run._show(rows, EXERCISES, console, everyone=everyone)
    return capture.get()


def names_in(text: str) -> list[str]:
    return [line.split()[0] for line in text.splitlines() if line.startswith(" s0")]


def test_of_a_small_class_everyone_is_shown():
    text = shown([row(number) for number in range(LARGE)])
    assert len(names_in(text)) == LARGE
    assert "--all" not in text


def test_of_a_large_class_those_are_shown_who_need_a_person_and_the_totals():
    rows = [row(number) for number in range(40)]
    rows[3].notes.append("It was handed in as `x.ipynb`.")
    rows[7].scores["test_g"] = None
    rows[7].failed = True
    text = shown(rows)
    assert names_in(text) == ["s003", "s007"]
    assert "40 submissions, 39 of them graded in full, on average 2.00 of 3 points." in text
    assert "Of 38 there is nothing else to be said: `--all` shows them, too." in text
    assert "Not graded in full: s007." in text
    whole = shown(rows, everyone=True)
    assert len(names_in(whole)) == 40
    assert "--all" not in whole


def test_a_large_class_without_a_fault_needs_no_table():
    text = shown([row(number) for number in range(LARGE + 1)])
    assert text.splitlines() == [
        "31 submissions, 31 of them graded in full, on average 2.00 of 3 points.",
        "Of 31 there is nothing else to be said: `--all` shows them, too.",
    ]


def test_who_failed_is_named_up_to_a_number():
    rows = [row(number, failed=True) for number in range(200)]
    assert "s009 and 190 more. See the notes." in shown(rows)


@pytest.mark.parametrize("name", ["ada\x1b[2J", "[red]ada", "ada\udc80"])
def test_names_are_shown_as_they_are(name):
    console = Console(width=160)
    with console.capture() as capture:
        console.print(table_of([StudentRow(name)], EXERCISES))
    text = capture.get()
    assert name.replace("\x1b", "�").replace("\udc80", "�") in text
    assert "not graded" in text


def test_totals_are_of_those_who_were_graded():
    assert totals([StudentRow("a"), StudentRow("b")], EXERCISES).endswith(
        "none of them graded in full."
    )
    assert not needs_a_person(row(1))
    assert needs_a_person(row(1, notes=["odd"]))
