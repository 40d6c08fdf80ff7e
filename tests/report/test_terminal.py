"""What is printed may be lost, and costs nothing."""

import io
import os
import re
import subprocess
import sys

import pytest
from rich.console import Console

from grading.report.terminal import Bar

PRINT = """
import sys
from grading.report.terminal import Bar, console, plain
screen = console()
with Bar(screen, 2) as bar:
    bar.say("starting a kernel server")
    bar.advance()
for _ in range(1000):
    screen.print(plain("王小明 – josé [red]"))
open(sys.argv[1], "w").write("reached the end")
"""


def run(tmp_path, redirection: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = f'"$0" -c "$1" "$2" {redirection}'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command, sys.executable, PRINT, tmp_path / "end"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )
    assert (tmp_path / "end").read_text() == "reached the end"
    return done


@pytest.mark.parametrize("redirection", ["", "| head -1", "| true", "<&- >&-", ">&- 2>&-"])
def test_it_ends_well_wherever_the_output_goes(tmp_path, redirection):
    done = run(tmp_path, redirection)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux has it")  # noqa: PTH110
def test_a_full_disk_is_said_once(tmp_path):
    done = run(tmp_path, ">/dev/full")
    assert done.returncode == 0
    assert done.stderr.count("not all could be printed") == 1


@pytest.mark.parametrize(
    ("encoding", "line"),
    [
        ("utf-8", "王小明 – josé [red]"),
        ("ascii", "??? ? jos? [red]"),
        ("iso-8859-1", "??? ? josé [red]"),
        ("cp1252", "??? – josé [red]"),
    ],
)
def test_signs_that_cannot_be_shown_are_replaced(tmp_path, encoding, line):
    done = subprocess.run(
        [sys.executable, "-c", PRINT, tmp_path / "end"],
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode(encoding).splitlines()[-1] == line


def test_the_bar_says_what_is_being_done_and_for_how_long():
    out = io.StringIO()
    screen = Console(file=out, force_terminal=True, color_system=None, width=120)
    with Bar(screen, 15) as bar:
        bar.say("starting a kernel server")
    assert re.search(r"starting a kernel server[-\\|/━ ]+0/15 \d+:\d\d:\d\d", out.getvalue())
