"""What goes wrong with one student is one row: each step of the way raises, one after the other."""

from dataclasses import replace

import pytest
from support import FULL, row_in_table

from grading.course import autograde, steps, whole_class
from grading.course.course import Course
from grading.grade import assignment, cache, graded
from grading.report import overview

STRICKEN, OTHERS = "student_01", ("student_00", "student_02")
STEPS = {
    "set_aside": (autograde, "set_aside"),
    "read": (autograde, "read_submission"),
    "sort_out": (assignment, "sort_out"),
    "restore": (graded, "restore"),
    "judge": (cache.CachedJudge, "__call__"),
    "report": (graded, "report"),
    "clean": (graded, "clean_notebook"),
    "put_placeholders": (autograde, "put_placeholders"),
    "hand_over": (steps.SubmissionExporter, "from_filename"),
    "forget": (steps.ForgetScores, "preprocess"),
    "save": (steps.SaveGrades, "preprocess"),
    "read_records": (Course, "records"),
    "feedback": (autograde, "write_feedback"),
    "class_report": (overview, "_entry"),
}
# One before judging, one in it, one after, and one beyond.
QUICK = ("read", "judge", "save", "class_report")
# The course's configuration is run in the workers, too, where most of the steps are.
STRIKE = """
import importlib

def strike(*arguments, **options):
    if {student!r} in repr(arguments):
        raise StrangeError("out of the blue")
    return original(*arguments, **options)

class StrangeError(Exception):
    pass

owner = importlib.import_module({module!r})
owner = getattr(owner, {owner!r}, owner)
original = getattr(owner, {name!r})
setattr(owner, {name!r}, strike)
"""


@pytest.fixture(scope="module")
def graded(new_course, examples):
    """A class of three that is graded, so that all results are known."""
    course = new_course()
    for student in (STRICKEN, *OTHERS):
        right = examples["reference"]
        course.submit(replace(right, name=student, extra=[*right.extra, f"mark = {student!r}"]))
    assert course.run("grade").returncode == 0
    return course


@pytest.mark.slow
@pytest.mark.parametrize(
    "step",
    [step if step in QUICK else pytest.param(step, marks=pytest.mark.long) for step in STEPS],
)
def test_a_step_that_raises_costs_one_row(graded, monkeypatch, step):
    owner, name = STEPS[step]
    module = getattr(owner, "__module__", owner.__name__)
    code = STRIKE.format(student=STRICKEN, module=module, owner=owner.__name__, name=name)
    config = graded.root / "nbgrader_config.py"
    before = config.read_text()
    with monkeypatch.context() as change:
        change.setattr(whole_class, "_is_up_to_date", lambda *_: False)  # all go the whole way
        change.setattr(owner, name, getattr(owner, name))  # so that it is put back
        config.write_text(before + code)
        done = graded.run("grade", check=False)
    config.write_text(before)
    rows = {line.split()[0]: line for line in done.stdout.splitlines() if "student_" in line}
    assert all(row_in_table(FULL) in " ".join(rows[student].split()) for student in OTHERS)
    assert "StrangeError" in "".join(done.stdout.split())  # the table breaks lines
    assert STRICKEN in done.stdout.split("Not graded in full: ")[1]
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == 1
    assert graded.run("grade").returncode == 0
    assert all(graded.scores(student) == FULL for student in (STRICKEN, *OTHERS))
