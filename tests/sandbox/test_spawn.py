"""Fork servers: one that fails is replaced, and where none can be, kernels start the plain way."""

import os
import resource
import signal
from pathlib import Path

import pytest
from kernels import IMPORTS, PATIENT, submission

from grading.sandbox import spawn
from grading.sandbox.policy import NotConfined, Sandbox


@pytest.mark.slow
def test_a_dead_fork_server_is_replaced():
    with submission("def f(): return 7") as student:
        assert student.f() == 7
    os.kill(spawn.server(IMPORTS)._process.pid, signal.SIGKILL)
    with submission("def f(): return 8") as student:
        assert student.f() == 8


@pytest.mark.slow
def test_a_fork_server_that_does_not_answer_is_replaced(monkeypatch):
    imports, start = "import json", spawn.Server.start

    def start_with_patience():
        monkeypatch.undo()
        return start()

    with submission("def f(): return 7", imports=imports) as student:
        assert student.f() == 7
    os.kill(spawn.server(imports)._process.pid, signal.SIGSTOP)
    monkeypatch.setattr(spawn, "SECONDS_TO_IMPORT", 2)
    monkeypatch.setattr(spawn.Server, "start", start_with_patience)
    with submission("def f(): return 8", imports=imports) as student:
        assert student.f() == 8


def test_a_limit_that_is_met_is_named_and_ends_no_server(monkeypatch):
    """Many open files, as another program may have them: later there is room again."""
    monkeypatch.setattr(spawn, "SECONDS_TO_WAIT", 0)
    with submission("def f(): return 7") as student:
        assert student.f() == 7
    before, (soft, hard) = spawn.server(IMPORTS), resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))  # as many as each process has
    try:
        with pytest.raises(spawn.Crowded, match=r"there are no more files .* \(ulimit -n\)"):
            spawn.fork([], "/", {}, Path("/nowhere"), Sandbox(IMPORTS))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert spawn.server(IMPORTS) is before
    with submission("def f(): return 8") as student:
        assert student.f() == 8


def test_a_server_that_can_fork_no_more_says_so_and_goes_on(monkeypatch):
    """What it imports takes the place of a user who has too many processes."""
    monkeypatch.setattr(spawn, "SECONDS_TO_WAIT", 0)
    imports = "import os\ndef refuse(): raise BlockingIOError(11, 'no more')\nos.fork = refuse"
    with pytest.raises(spawn.Crowded, match=r"there are no more processes .* \(ulimit -u\)"):
        spawn.fork([], "/", {}, Path("/nowhere"), Sandbox(imports))
    assert not spawn.server(imports).has_ended()


def test_imports_that_fail_are_named():
    with pytest.raises(RuntimeError, match=r"the imports failed: ModuleNotFoundError.*no_such"):
        spawn.what_is_missing(Sandbox("import no_such_module"))


@pytest.mark.slow
def test_without_a_fork_server_a_kernel_is_started_in_the_plain_way(monkeypatch):
    monkeypatch.setattr(spawn, "AVAILABLE", False)
    with submission("def f(): return 7", limits=PATIENT) as student:
        assert student.f() == 7


def test_a_kernel_that_cannot_be_confined_is_refused_where_isolation_is_strict(monkeypatch):
    monkeypatch.setattr(spawn, "AVAILABLE", False)
    student = submission("def f(): return 7", isolation="strict")
    with pytest.raises(NotConfined, match="this is not Linux"), student:
        pass
