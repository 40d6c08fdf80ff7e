"""Faults of the grader's machine: after them a second run gives what an undisturbed one does."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from support import ASSIGNMENT, EXERCISES, GRADE, results

pytestmark = pytest.mark.slow


@pytest.mark.long
def test_a_changed_check_regrades_that_notebook_only(new_class):
    one = new_class(1)
    assert one.grade()[0] == 0
    first = set(results(one))
    path = one.course.root / f"tests/hidden/{ASSIGNMENT}/exploding_gradients/test_multiply_all.py"
    path.write_text(path.read_text() + "\n# changed\n")
    assert one.grade()[0] == 0
    assert len(set(results(one)) - first) == 1  # of two notebooks
    before = {path: path.stat().st_mtime_ns for path in results(one)}
    assert one.grade()[0] == 0
    assert {path: path.stat().st_mtime_ns for path in results(one)} == before
    assert one.grade("--fresh")[0] == 0
    after = {path: path.stat().st_mtime_ns for path in results(one)}
    assert sum(after[path] != before[path] for path in before) == 2
    assert one.scores() == one.expected


@pytest.mark.long
def test_an_answer_that_changes_when_it_is_graded_afresh_changes_the_score(
    new_class, examples, tmp_path
):
    nobody = new_class(0)
    world = tmp_path / "the function is right while there is this file"
    right = examples["reference"]
    code = f"import pathlib\nif pathlib.Path({str(world)!r}).exists():\n"
    cell = code + textwrap.indent(right.cells["multiply_all"], "    ")
    nobody.course.submit(replace(right, cells=right.cells | {"multiply_all": cell}))

    def score(*options: str) -> float | None:
        status, text = nobody.grade("--isolation", "none", *options)
        assert status == 0, text
        return nobody.course.scores("reference")["multiply_all"]

    assert score() == 0
    world.touch()
    assert score() == 0  # known by its content
    assert score("--fresh") == 2
    assert score() == 2


def test_what_several_have_handed_in_alike_is_graded_afresh_for_all(new_course, examples):
    course = new_course()
    students, scores = ("ada", "bela", "cleo"), examples["unfinished"].scores
    for name in students:
        course.submit(replace(examples["unfinished"], name=name))
    for options in ([], ["--fresh"]):
        course.run("grade", "--workers", "1", *options)
        for name in students:
            assert course.scores(name) == dict.fromkeys(EXERCISES, 0.0) | scores


@pytest.mark.long
def test_a_locked_gradebook_is_said_and_harms_nothing(new_class):
    two = new_class(2)
    with contextlib.closing(sqlite3.connect(two.course.root / "gradebook.db")) as database:
        database.execute("BEGIN EXCLUSIVE")
        status, text = two.grade()
        assert status == 2
        assert "database is locked" in " ".join(text.split())
        assert "Traceback" not in text
    assert two.grade()[0] == 0
    assert two.scores() == two.expected


@pytest.mark.long
def test_a_judgement_without_end_is_one_students_own_and_said(new_class, examples):
    one = new_class(1)
    folder = one.course.root / f"tests/hidden/{ASSIGNMENT}/exploding_gradients"
    path = folder / "test_multiply_all.py"
    endless = (
        "def expect_tensor(value):\n    while len(value) == 7:\n        pass\n    return value\n"
    )
    path.write_text(f"{path.read_text()}\n\n{endless}")
    with (one.course.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.HiddenChecks.notebook_seconds = 10\n")
    right = examples["reference"]
    code = "def multiply_all(M, factors):\n    return M.new_zeros(7)"
    one.course.submit(replace(right, name="odd", cells=right.cells | {"multiply_all": code}))
    status, text = one.grade()
    assert status == 1, text
    assert "took more than 20 s of processor time" in " ".join(text.split())
    found = one.scores()
    assert {key: found.pop(key) for key in list(found) if key[0] == "odd"} == {
        ("odd", name): 3 if "sigmoid" in name else None for name in EXERCISES
    }
    assert found == one.expected


@pytest.mark.long
def test_a_kernel_that_never_starts_is_said(new_class):
    one = new_class(1)
    path = one.course.root / "release" / ASSIGNMENT / "vanishing_gradients.ipynb"
    path.write_text(path.read_text().replace("import torch\\n", "import no_such_module\\n", 1))
    status, text = one.grade()
    assert status == 2
    assert "code cannot be run here: the imports failed: ModuleNotFoundError: No mod" in text
    assert one.scores() == {}
    one.course.run("nbgrader", "generate_assignment", ASSIGNMENT, "--force")
    assert one.grade()[0] == 0
    assert one.scores() == one.expected


# In namespaces of their own the tests may mount, as root would.
ISOLATED = ["unshare", "--user", "--map-root-user", "--mount", "--propagation", "private"]
can_mount = shutil.which("unshare") and not subprocess.run([*ISOLATED, "true"]).returncode
needs_mount = pytest.mark.skipif(not can_mount, reason="mounting is not allowed here")


def run_isolated(script: str, root: Path) -> str:
    environment = os.environ | {"GRADE": GRADE, "COURSE": str(root)}
    done = subprocess.run(
        [*ISOLATED, "sh", "-c", script], env=environment, capture_output=True, text=True
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout


@pytest.mark.long
@needs_mount
def test_a_full_disk_is_said_and_harms_nothing(new_class):
    three = new_class(3)
    script = """
        disk=$(mktemp -d) && mount -t tmpfs -o size=40m tmpfs $disk
        cp -r $COURSE/. $disk && cd $disk
        $GRADE --student student_00
        dd if=/dev/zero of=filler bs=4k status=none
        $GRADE; echo "status $?"
        rm filler
        $GRADE; echo "status $?"
        cp gradebook.db $COURSE
    """
    text = run_isolated(script, three.course.root)
    full, mended = text.split("status ")[1:]
    assert full[0] in "12", text
    assert "No space left" in text or "disk is full" in text, text
    assert mended.startswith("0"), text
    assert three.scores() == three.expected


@pytest.mark.long
@needs_mount
def test_a_read_only_folder_is_said_and_harms_nothing(new_class):
    three = new_class(3)
    script = """
        cd $COURSE
        lock() { mkdir -p $1 && mount --bind $1 $1 && mount -o remount,bind,ro $1; }
        lock submitted
        lock autograded; $GRADE --student student_00; echo "status $?"; umount autograded
        lock feedback; $GRADE --student student_01; echo "status $?"; umount feedback
        lock .cache/results; $GRADE --student student_02; echo "status $?"; umount .cache/results
        $GRADE; echo "status $?"
    """
    text = run_isolated(script, three.course.root)
    *runs, end = text.split("status ")
    for run in runs[:3]:
        assert "Read-only file system" in " ".join(run.split()), text
    assert [status[0] for status in [*runs[1:], end]] == ["1", "1", "1", "0"], text
    assert three.scores() == three.expected
