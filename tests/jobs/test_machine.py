"""What a machine is like is found out once, until it changes."""

from concurrent.futures import Future
from dataclasses import replace
from multiprocessing import forkserver

import pytest

from grading.jobs import machine
from grading.jobs.machine import inspect_once, workers_that_fit
from grading.jobs.pool import cores
from grading.sandbox.policy import Settings

FOUND = ({"torch": "2", "gpu": "none"}, ["memory"])


class Inspector:
    """Stands in for workers, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def submit(self, function, settings):
        assert (function, type(settings)) == (machine.inspect_machine, Settings)
        self.asked += 1
        future: Future = Future()
        future.set_result(FOUND)
        return future


@pytest.fixture
def inspector():
    return Inspector()


def test_a_machine_is_looked_at_once(inspector, tmp_path):
    memory = tmp_path / "cache" / "machine.json"
    for _ in range(3):
        assert inspect_once(Settings(), inspector, memory) == FOUND
    assert inspector.asked == 1


@pytest.mark.parametrize("text", ["", "[]", "{", '{"signs": 1}'])
def test_a_memory_that_cannot_be_read_is_made_anew(inspector, tmp_path, text):
    memory = tmp_path / "machine.json"
    memory.write_text(text)
    assert inspect_once(Settings(), inspector, memory) == FOUND
    assert inspect_once(Settings(), inspector, memory) == FOUND
    assert inspector.asked == 1


def test_another_machine_or_task_is_looked_at_again(inspector, tmp_path, monkeypatch):
    memory = tmp_path / "machine.json"
    inspect_once(Settings(), inspector, memory)
    inspect_once(replace(Settings(), device="cpu"), inspector, memory)
    assert inspector.asked == 2
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "7")
    inspect_once(replace(Settings(), device="cpu"), inspector, memory)
    assert inspector.asked == 3
    monkeypatch.setattr(machine, "software", lambda: ["torch-3"])
    inspect_once(replace(Settings(), device="cpu"), inspector, memory)
    assert inspector.asked == 4


def test_other_machines_are_looked_at_each_time(inspector):
    for _ in range(2):
        assert inspect_once(Settings(), inspector, None) == FOUND
    assert inspector.asked == 2


def test_a_memory_that_cannot_be_written_is_done_without(inspector, tmp_path):
    (tmp_path / "file").touch()
    assert inspect_once(Settings(), inspector, tmp_path / "file" / "machine.json") == FOUND


@pytest.mark.slow
def test_who_asks_a_gpu_leaves_the_fork_server_to_the_workers(monkeypatch):
    """It is started once in a process, with what it is to import."""
    monkeypatch.setattr(machine, "_gpus", lambda: ["a GPU"])
    monkeypatch.setattr(forkserver, "connect_to_new_process", None)
    assert 1 <= workers_that_fit("auto") <= cores()
