"""Faults of the grader's machine: after them a second run gives what an undisturbed one does."""

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

import psutil
import pytest
from support import ASSIGNMENT, GRADE, Class

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("KILLS", 3))  # `make kills` sets more


def test_a_grader_that_is_killed_again_and_again_ends_with_the_same_gradebook(new_class):
    twelve = new_class(12)
    generator = random.Random(4)
    kills = 0
    while kills < KILLS:
        process = twelve.start("--workers", "2")
        try:
            process.wait(generator.uniform(2, 14))
        except subprocess.TimeoutExpired:
            process.kill()
            kills += 1
        else:  # it got to the end: what is graded is forgotten, and it begins again
            shutil.rmtree(twelve.course.root / ".cache")
            (twelve.course.root / "gradebook.db").unlink()
        process.communicate()
    status, text = twelve.grade()
    assert status == 0, text
    assert twelve.scores() == twelve.expected
    feedback = list((twelve.course.root / "feedback").glob(f"*/{ASSIGNMENT}/*.html"))
    assert len(feedback) == 24


def running(words: str, new_since: set[psutil.Process]) -> list[psutil.Process]:
    """The new processes whose command line holds these words, the oldest first."""
    found = []
    for process in set(psutil.process_iter()) - new_since:
        with contextlib.suppress(psutil.Error):
            if words in " ".join(process.cmdline()):
                found.append(process)
    return sorted(found, key=lambda process: process.pid)


@pytest.mark.parametrize(
    ("victim", "which"),
    [
        ("grading.sandbox.fork_server", 0),
        ("multiprocessing.forkserver", 0),  # it starts the workers, and is named as they are
        ("multiprocessing.forkserver", -1),
    ],
    ids=["fork server", "starter of workers", "worker"],
)
def test_a_process_of_ours_that_is_killed_changes_nothing(new_class, victim, which):
    four = new_class(4)
    before = set(psutil.process_iter())
    process = four.start("--workers", "2")
    kills = 0
    while process.poll() is None and kills < 3:
        time.sleep(4)
        if found := running(victim, before):
            with contextlib.suppress(psutil.NoSuchProcess):
                found[which].kill()
                kills += 1
    text, _ = process.communicate()
    assert kills
    assert process.returncode == 0, text
    assert four.scores() == four.expected


def test_an_interrupted_run_goes_on_where_it_stopped(new_class):
    four = new_class(4)
    process = four.start("--workers", "1")
    while not list((four.course.root / ".cache").glob("results/*/*.json")):
        time.sleep(0.1)
    process.send_signal(2)  # Ctrl-C
    text, _ = process.communicate(timeout=60)
    assert process.returncode == 130, text
    assert "Traceback" not in text
    kept = {path: path.stat().st_mtime_ns for path in results(four)}
    status, text = four.grade()
    assert status == 0, text
    assert four.scores() == four.expected
    assert {path: path.stat().st_mtime_ns for path in results(four) if path in kept} == kept


def results(graded: Class) -> list[Path]:
    return list((graded.course.root / ".cache").glob("results/*/*.json"))


def test_a_changed_check_regrades_that_notebook_only(new_class):
    two = new_class(2)
    assert two.grade()[0] == 0
    first = set(results(two))
    path = two.course.root / f"tests/hidden/{ASSIGNMENT}/exploding_gradients/test_multiply_all.py"
    path.write_text(path.read_text() + "\n# changed\n")
    assert two.grade()[0] == 0
    assert len(set(results(two)) - first) == 2  # of four notebooks
    before = {path: path.stat().st_mtime_ns for path in results(two)}
    assert two.grade()[0] == 0
    assert {path: path.stat().st_mtime_ns for path in results(two)} == before
    assert two.grade("--fresh")[0] == 0
    after = {path: path.stat().st_mtime_ns for path in results(two)}
    assert sum(after[path] != before[path] for path in before) == 4
    assert two.scores() == two.expected


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


def test_a_kernel_that_never_starts_is_said(new_class):
    one = new_class(1)
    path = one.course.root / "release" / ASSIGNMENT / "vanishing_gradients.ipynb"
    path.write_text(path.read_text().replace("import torch\\n", "import no_such_module\\n", 1))
    status, text = one.grade()
    assert status == 2
    assert "no kernel can be started: the imports failed: ModuleNotFoundError: No mod" in text
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


@needs_mount
@pytest.mark.parametrize("folder", ["submitted", "autograded", "feedback", ".cache/results"])
def test_a_read_only_folder_is_said_and_harms_nothing(new_class, folder):
    one = new_class(1)
    script = f"""
        cd $COURSE && mkdir -p {folder} && mount --bind {folder} {folder}
        mount -o remount,bind,ro {folder}
        $GRADE; echo "status $?"
        umount {folder}
        $GRADE; echo "status $?"
    """
    text = run_isolated(script, one.course.root)
    first, second = text.split("status ")[1:]
    if folder == "submitted":
        assert first.startswith("0"), text
    else:
        assert first.startswith("1"), text
        assert "Read-only file system" in " ".join(text.split()), text
    assert second.startswith("0"), text
    assert one.scores() == one.expected
