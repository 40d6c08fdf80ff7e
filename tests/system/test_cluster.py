"""Grading on other machines: a real scheduler, and processes that share nothing with the course."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="Dask is not installed")
DASK = str(Path(sys.executable).parent / "dask")


@pytest.fixture
def scheduler(tmp_path):
    """The file that says where a scheduler is; it is stopped at the end."""
    file = tmp_path / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", file]
    process = subprocess.Popen(
        [DASK, "scheduler", *options], cwd=tmp_path, stderr=subprocess.DEVNULL
    )
    while not file.exists():
        assert process.poll() is None
        time.sleep(0.1)
    yield file
    process.terminate()
    process.wait()


@pytest.fixture
def start_worker(scheduler, tmp_path):
    """Start one more worker; all are stopped at the end."""
    processes = []

    def start() -> subprocess.Popen[bytes]:
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard"]
        command = [DASK, "worker", "--scheduler-file", scheduler, *options]
        processes.append(subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.wait()


@pytest.mark.long
def test_a_cluster_gives_the_same_gradebook_though_a_worker_dies(
    new_class, scheduler, start_worker
):
    four = new_class(4)
    first, _ = start_worker(), start_worker()
    address = json.loads(scheduler.read_text())["address"]
    grading = four.start("--cluster", address)
    while not list((four.course.root / ".cache").glob("results/*/*.json")):
        assert grading.poll() is None, grading.communicate()
        time.sleep(0.1)
    first.kill()
    text, _ = grading.communicate()
    assert grading.returncode == 0, text
    assert four.scores() == four.expected


@pytest.mark.slow
def test_a_scheduler_that_is_not_there_is_said(new_course):
    course = new_course()
    (course.root / "submitted/anna/numerical_stability").mkdir(parents=True)
    done = course.run("grade", "--cluster", "tcp://127.0.0.1:1", check=False)
    assert done.returncode == 2
    assert "no Dask scheduler answers at tcp://127.0.0.1:1" in done.stdout
