"""Tables as a spreadsheet reads them."""

import csv
from datetime import datetime

import pytest

from grading.course.grades_csv import write_csv


def written(tmp_path, *fields):
    write_csv(tmp_path / "table.csv", [fields])
    with (tmp_path / "table.csv").open(newline="") as file:
        ((*found,),) = csv.reader(file)
    return found


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x","y")',
        *("+1+1", "-2+3", "@SUM(A1:A9)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "-1"),
    ],
)
def test_no_text_is_a_formula(tmp_path, text):
    assert written(tmp_path, "ada", text) == ["ada", f"'{text}"]


def test_numbers_dates_and_other_texts_stay_as_they_are(tmp_path):
    day = datetime(2026, 3, 1)
    fields = written(tmp_path, -1.5, 3, 0.0, None, day, "a=b", 'King, "Jr."', "    Points Possible")
    assert fields == [
        *("-1.5", "3", "0.0", "", "2026-03-01 00:00:00"),
        *("a=b", 'King, "Jr."', "    Points Possible"),
    ]


def test_half_a_character_is_replaced(tmp_path):
    assert written(tmp_path, "a\ud800b") == ["a?b"]
