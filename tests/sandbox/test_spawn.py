"""Fork servers: one that fails is replaced, and where none can be, kernels start the plain way."""

import os
import signal

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

    def start_with_patience(imports):
        monkeypatch.undo()
        return start(imports)

    with submission("def f(): return 7", imports=imports) as student:
        assert student.f() == 7
    os.kill(spawn.server(imports)._process.pid, signal.SIGSTOP)
    monkeypatch.setattr(spawn, "SECONDS_TO_IMPORT", 2)
    monkeypatch.setattr(spawn.Server, "start", start_with_patience)
    with submission("def f(): return 8", imports=imports) as student:
        assert student.f() == 8


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
