"""Processes of ours that are killed or interrupted: a run after that ends as an undisturbed one."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import time
from dataclasses import replace

import psutil
import pytest
from support import ASSIGNMENT, results

pytestmark = pytest.mark.long
SERVER = "grading.sandbox.forkserver"  # supervisors and kernels are named as it is
KILLS = int(os.environ.get("KILLS", 20))


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


def running(words: str, grader: int) -> list[psutil.Process]:
    """The grader's processes whose command line holds these words, the oldest first.

    Others' look the same: a test beside this one grades, too.
    """
    found = []
    with contextlib.suppress(psutil.NoSuchProcess):
        for process in psutil.Process(grader).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if words in " ".join(process.cmdline()):
                    found.append(process)
    return sorted(found, key=lambda process: process.create_time())


# Once each, without a class, in tests/jobs/test_pool.py and tests/sandbox/test_spawn.py.
@pytest.mark.parametrize(
    ("victim", "which"),
    [
        (SERVER, 0),
        ("multiprocessing.forkserver", 0),  # it starts the workers, and is named as they are
        ("multiprocessing.forkserver", -1),
    ],
    ids=["fork server", "starter of workers", "worker"],
)
def test_a_process_of_ours_that_is_killed_changes_nothing(new_class, victim, which):
    four = new_class(4)
    process = four.start("--workers", "2")
    kills = 0
    while process.poll() is None and kills < 3:  # at the start, and after each result
        time.sleep(0.05)
        found = running(victim, process.pid)
        if found and len(results(four)) >= kills:
            with contextlib.suppress(psutil.NoSuchProcess):
                found[which].kill()
                kills += 1
    text, _ = process.communicate()
    assert kills
    assert process.returncode == 0, text
    assert four.scores() == four.expected


def test_a_kernel_that_is_killed_from_outside_costs_nothing(new_class, examples):
    two = new_class(2)
    slow = examples["reference"]
    cell = f"import time; time.sleep(6)\n{slow.cells['sigmoid_gradient']}"  # to be killed in
    two.course.submit(replace(slow, name="slow", cells=slow.cells | {"sigmoid_gradient": cell}))
    two.expected |= {("slow", exercise): score for exercise, score in slow.scores.items()}
    process = two.start("--workers", "2")
    kernel = None
    while process.poll() is None and kernel is None:
        time.sleep(0.05)
        newest = running(SERVER, process.pid)[-1:]
        kernel = next((one for one in newest if has_worked(one)), None)
    assert kernel is not None
    kernel.kill()
    text, _ = process.communicate()
    assert process.returncode == 0, text
    assert two.scores() == two.expected


def has_worked(process: psutil.Process) -> bool:
    """Whether it is in the cell that sleeps: neither the server, nor a supervisor, nor a trial."""
    with contextlib.suppress(psutil.Error):
        is_kernel = not process.children() and process.parent().cmdline() == process.cmdline()
        return is_kernel and time.time() - process.create_time() > 3
    return False


@pytest.mark.parametrize(("how", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_a_run_that_is_ended_goes_on_where_it_stopped(new_class, how, status):
    three = new_class(3)
    process = three.start("--workers", "1")
    while not list((three.course.root / ".cache").glob("results/*/*.json")):
        time.sleep(0.1)
    process.send_signal(how)
    text, _ = process.communicate()
    assert process.returncode == status, text
    assert "Traceback" not in text
    kept = {path: path.stat().st_mtime_ns for path in results(three)}
    status, text = three.grade()
    assert status == 0, text
    assert three.scores() == three.expected
    assert {path: path.stat().st_mtime_ns for path in results(three) if path in kept} == kept
