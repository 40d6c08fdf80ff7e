"""What a student's code cannot do, where the system can confine it in full."""

import os
from pathlib import Path

import pytest
from kernels import IMPORTS, submission

from grading.sandbox.confinement import CHANGES, DENIED, PRETENDED, readable
from grading.sandbox.policy import Sandbox
from grading.sandbox.spawn import exposed, what_is_missing

TRY = """
import ctypes, os, socket
def attempt(code):
    try:
        return f"it gave {eval(code)}"
    except OSError as error:
        return error.strerror
"""


@pytest.fixture(scope="module")
def student():
    if missing := what_is_missing(Sandbox(IMPORTS)):
        pytest.skip(f"this system lacks {missing}")
    with submission(TRY) as running:
        yield running


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (f"open({__file__!r})", "Permission denied"),
        (f"os.listdir({str(Path(__file__).parents[2])!r})", "Permission denied"),
        ("open('/etc/written', 'w')", "Permission denied"),
        ("socket.socket(socket.AF_INET)", "Operation not supported"),
        ("os.chown('.', 0, 0)", "Operation not permitted"),
        ("os.chmod('.', 0o777)", "it gave None"),  # so that programs go on, and nothing is done
    ],
)
def test_what_is_denied(student, code, answer):
    assert student.attempt(code) == answer


def test_processes_outside_do_not_exist(student):
    assert student.attempt("os.getppid()") == "it gave 0"
    assert student.attempt(f"os.kill({os.getpid()}, 0)") == "No such process"


def test_a_course_in_a_folder_that_kernels_may_read_is_told():
    assert exposed(Path(__file__).parent) == []
    assert str(readable()[0]) in exposed(readable()[0] / "course")[0]


def test_no_system_call_is_named_twice():
    names = f"{DENIED} {CHANGES} {PRETENDED}".split()
    assert len(names) == len(set(names))
