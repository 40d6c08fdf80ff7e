"""A job's key and its result: what they depend on, and how they are read again."""

from dataclasses import replace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grading.checks.outcome import Check, Exercise
from grading.checks.settings import Settings
from grading.jobs.job import Job, Result, environment, run
from grading.sandbox.policy import Limits, Sandbox

CELLS = [new_markdown_cell("A text"), new_code_cell("x = 1")]
SETTINGS = Settings("auto", None, Sandbox())


def job(cells=CELLS, **changes) -> Job:
    made = Job(nbformat.writes(new_notebook(cells=cells)), {}, {}, "checks", SETTINGS, {})
    return replace(made, **changes)


@pytest.mark.parametrize(
    "changed",
    [
        job([CELLS[0], new_code_cell("x = 2")]),
        job([CELLS[0], new_code_cell("x = 1", metadata={"nbgrader": {"points": 2}})]),
        job(files={"data.csv": b"1"}),
        job(checks={"test_f.py": "assert True"}),
        job(settings=replace(SETTINGS, seed=1)),
        job(settings=replace(SETTINGS, device="cpu")),
        job(environment={"torch": "another"}),
        job(package="another"),
    ],
)
def test_the_key_changes_with_all_that_a_grade_depends_on(changed):
    assert changed.key != job().key


def test_the_key_does_not_change_with_text_or_outputs():
    shown = new_code_cell("x = 1", outputs=[nbformat.v4.new_output("stream", text="1")])
    assert job([new_markdown_cell("Another text"), shown]).key == job().key


@pytest.mark.parametrize(
    ("passed", "fault", "seconds", "died", "doubtful"),
    [
        (True, "", 31, True, False),  # nothing was lost
        (False, "", 29, False, False),  # too short to have reached a limit
        (False, "", 31, False, True),
        (False, "", 1, True, True),
        (False, "no memory", 1, False, True),
    ],
)
def test_a_result_may_be_disturbed_if_time_or_a_kernel_was_lost(
    passed, fault, seconds, died, doubtful
):
    exercise = Exercise("test_f", 1, [Check("test_f", "Right.", 1, passed=passed)], fault)
    result = Result([], [exercise], 0, seconds, [], {}, kernel_died=died)
    assert result.may_be_disturbed(Limits(cell=60, call=30, notebook=300)) is doubtful


def test_what_a_worker_says_of_its_machine_can_be_read_without_torch():
    assert {type(value) for value in environment().values()} == {str}


def test_a_result_can_be_read_whatever_a_student_has_shown():
    data = {"text/plain": "half \ud800 a character", "\udfff": float("inf"), "big": 10**400}
    result = Result([[{"data": data}]], [], 0, 0, [], {})
    ((output,),) = Result.from_json(result.to_json()).outputs
    assert output["data"] == {"text/plain": "half ? a character", "?": float("inf"), "big": 10**400}


def test_a_worker_that_is_unlike_the_others_refuses_a_job():
    other = environment() | {"gpu": "one that is not here"}
    job = Job("{}", {}, {}, "checks", Settings("auto", None, Sandbox()), other)
    with pytest.raises(RuntimeError, match="one that is not here"):
        run(job)
