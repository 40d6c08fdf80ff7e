"""Running many jobs at once: nothing is lost, doubled, or spoiled by what runs beside it."""

import threading
import time
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor

import pytest

from grading.jobs import pool
from grading.jobs.pool import ATTEMPTS, LocalWorkers, NoWorkerError, Workers, run_all
from grading.sandbox.spawn import Crowded


class Threads(Workers):
    def __init__(self, count: int) -> None:
        self.count = count
        self.broken = 0
        self._executor = ThreadPoolExecutor(count)

    def executor(self) -> Executor:
        return self._executor

    def close(self) -> None:
        self.broken += 1


class Task:
    """Squares numbers, and notes how many of its calls there were at once."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, int]] = []  # the number, and how many were under way
        self._under_way = 0
        self._lock = threading.Lock()

    def __call__(self, number: int) -> int:
        with self._lock:
            self._under_way += 1
        time.sleep(0.01)
        with self._lock:
            self.calls.append((number, self._under_way))
            self._under_way -= 1
        if number < 0:
            raise ValueError(str(number))
        return number**2

    def tries_of(self, number: int) -> list[int]:
        return [under_way for called, under_way in self.calls if called == number]


@pytest.mark.parametrize("count", [1, 2, 7])
def test_each_item_has_one_outcome(count):
    found = dict(run_all(Task(), iter(range(20)), Threads(count)))
    assert found == {number: number**2 for number in range(20)}


def test_what_is_known_is_not_run():
    task = Task()
    found = dict(run_all(task, iter([1, 2, 3]), Threads(2), known=lambda n: 0 if n == 2 else None))
    assert found == {1: 1, 2: 0, 3: 9}
    assert not task.tries_of(2)


def test_an_error_is_the_outcome_of_its_item_alone():
    found = dict(run_all(Task(), iter([1, -2, 3]), Threads(2)))
    assert isinstance(found.pop(-2), ValueError)
    assert found == {1: 1, 3: 9}


def test_a_worker_that_dies_costs_only_the_item_that_kills_it():
    def function(number: int) -> int:
        if number == 3:
            raise BrokenExecutor
        return number

    workers = Threads(2)
    found = dict(run_all(function, iter(range(6)), workers))
    assert isinstance(found.pop(3), BrokenExecutor)
    assert found == {number: number for number in (0, 1, 2, 4, 5)}
    assert workers.broken == ATTEMPTS


def test_what_finds_no_room_is_tried_again_by_itself():
    """The pool is left as it is: nothing in it has died."""
    refused = iter([Crowded("no more processes")] * 2)
    calls: list[int] = []

    def function(number: int) -> int:
        calls.append(number)
        if number == 1 and (error := next(refused, None)):
            raise error
        return number

    workers = Threads(2)
    assert dict(run_all(function, iter(range(4)), workers)) == {n: n for n in range(4)}
    assert calls[-2:] == [1, 1]
    assert workers.broken == 0


class Pools(Workers):
    """Runs a task when it is looked for; the first pool breaks, but not all of its tasks say so."""

    count = 1

    def __init__(self) -> None:
        self.futures: list[Future[int]] = []

    def executor(self) -> Executor:
        return self

    def close(self) -> None:
        pass

    def submit(self, function, item):
        future = Future()
        self.futures.append(future)
        if len(self.futures) == 2:
            self.futures[0].set_exception(BrokenExecutor())
        elif len(self.futures) == 3:
            self.futures[1].set_exception(BrokenExecutor())
        if len(self.futures) > 2:
            future.set_result(function(item))
        return future


def test_an_executor_is_given_up_once_however_many_of_its_tasks_break():
    pools = Pools()
    assert dict(run_all(lambda n: n, iter(range(5)), pools)) == {n: n for n in range(5)}
    assert pools.generation == 1


def test_where_no_worker_begins_it_is_said_at_once_and_not_tried_again(monkeypatch):
    started = []

    class Broken(ThreadPoolExecutor):
        """Its processes end before they have begun."""

        _processes = None

        def __init__(self, *args: object, **_: object) -> None:
            super().__init__(1)
            started.append(args)

        def submit(self, *_: object) -> Future:
            ended = Future()
            ended.set_exception(BrokenExecutor())
            return ended

    monkeypatch.setattr(pool, "ProcessPoolExecutor", Broken)
    monkeypatch.setattr(pool, "_why_none_begins", lambda modules: f"no {modules[0]}")
    with (
        LocalWorkers(2, None, ["math"]) as workers,
        pytest.raises(NoWorkerError, match="no math"),
    ):
        list(run_all(Task(), iter([1, 2, 3]), workers))
    assert len(started) == 1


def test_why_no_worker_begins_is_how_python_ends_and_a_way_to_see_it(tmp_path, monkeypatch):
    (tmp_path / "ends_its_process.py").write_text("import os; os._exit(3)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    text = pool._why_none_begins(["math", "no_such_module", "math.pi", "ends_its_process"])
    assert "it ended with status 3" in text
    assert text.endswith("-c 'import math; import ends_its_process'")


def test_what_workers_import_and_what_is_not_there_ends_none():
    assert not pool._why_none_begins(["math", "no_such_module", "math.pi"])
