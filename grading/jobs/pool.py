"""Runs many tasks at once, on the cores of this machine or on any other executor."""

from __future__ import annotations

import gc
import importlib.util
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from multiprocessing.connection import wait as wait_for
from typing import Self, TypeVar

from grading.sandbox import spawn
from grading.sandbox.accelerator import share_memory
from grading.sandbox.policy import TRIES

ATTEMPTS = TRIES  # after the first, at a task whose worker dies; in the last one, it is given up

NOT_IN_A_WORKER = "no worker can begin: each one was ended at once"

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


class NoWorkerError(RuntimeError):
    """No worker can start here, so no task is tried again; the text says why and what to do."""


def cores() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


class Workers(ABC):
    """Runs tasks on an executor until the context ends, and replaces a broken executor.

    Attributes:
        count: number of tasks that run at once.
        generation: number of executors that have broken so far.
    """

    count: int
    generation = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def executor(self) -> Executor:
        """Return the executor; start one if there is none."""

    @abstractmethod
    def close(self) -> None:
        """Close the executor, if there is one."""

    def start(self, function: Callable[[Item], Outcome], item: Item) -> Future[Outcome]:
        """Start a task on the executor, and return its future."""
        return self.executor().submit(function, item)

    def submit(self, function: Callable[[Item], Outcome], item: Item) -> Future[Outcome]:
        """Start a task, and return its future; replace an executor that has broken."""
        for _ in range(ATTEMPTS):
            try:
                return self.start(function, item)
            except (BrokenExecutor, EOFError, OSError):
                self.replace(self.generation)
                time.sleep(1)  # until the broken executor's processes have ended
        return self.start(function, item)

    def replace(self, generation: int) -> None:
        """Close the executor of this generation, once: each of its tasks may report the break."""
        if generation == self.generation:
            self.generation += 1
            self.close()


def run_all(
    function: Callable[[Item], Outcome],
    items: Iterator[Item],
    workers: Workers,
    known: Callable[[Item], Outcome | None] = lambda _: None,
) -> Iterator[tuple[Item, Outcome | Exception]]:
    """Yield each item with the function's result, or its exception, in the order of completion.

    Items are taken from the iterator only when a worker needs one. When a worker dies, it is not
    known which item has killed the worker. So all items that were running then are tried again at
    the end, one by one; and so is an item for whose kernel there was no room (`Crowded`).

    Args:
        function: the task.
        items: the arguments of the task, one for each run.
        workers: where the tasks run.
        known: returns the result of an item that need not be run, else None.
    """
    pending: dict[Future[Outcome], tuple[Item, int, int]] = {}  # with attempt and generation
    retries: deque[tuple[Item, int]] = deque()
    while True:
        while len(pending) < 2 * workers.count and (item := next(items, None)) is not None:
            if (outcome := known(item)) is not None:
                yield item, outcome
            else:
                pending[workers.submit(function, item)] = item, 0, workers.generation
        if retries and not pending:
            item, attempt = retries.popleft()
            pending[workers.submit(function, item)] = item, attempt, workers.generation
        if not pending:
            return
        done, _ = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
            item, attempt, generation = pending.pop(future)
            # A cluster cancels what it can no longer run.
            error = BrokenExecutor() if future.cancelled() else future.exception()
            if isinstance(error, BrokenExecutor | spawn.Crowded) and attempt < ATTEMPTS:
                if isinstance(error, BrokenExecutor):
                    workers.replace(generation)
                retries.append((item, attempt + 1))
            elif error is not None:
                yield item, error if isinstance(error, Exception) else RuntimeError(repr(error))
            else:
                yield item, future.result()


class LocalWorkers(Workers):
    """Processes of this machine that share one fork server.

    The processes are killed at the end, even in the middle of a task, and when this process ends.

    Args:
        count: number of processes.
        imports: the import statements for kernels; None if no task needs a kernel.
        modules: modules to import before the processes start. With `imports`, the grader is
            imported, too.
    """

    def __init__(self, count: int, imports: str | None, modules: Collection[str]) -> None:
        self.count = count
        self._imports = imports
        # The workers share what this one process has imported.
        self._context = multiprocessing.get_context("forkserver")
        grader = [] if imports is None else ["grading.grade.assignment", "grading.checks.runner"]
        self._preload = [*grader, *modules]
        self._context.set_forkserver_preload(self._preload)
        self._executor: ProcessPoolExecutor | None = None
        self._has_begun = False

    def executor(self) -> Executor:
        """Return a pool of processes.

        Raises:
            NoWorkerError: not even the first process starts.
        """
        attempts = 0
        while self._executor is None or not self._has_begun:
            try:
                self._executor = self._executor or self._new_pool()
                self._executor.submit(os.getpid).result()
                self._has_begun = True
            except (BrokenExecutor, EOFError, OSError) as error:
                self.close()
                attempts += 1
                why = _why_none_begins(self._preload)
                if why or attempts == ATTEMPTS:  # else the first worker was ended by somebody
                    raise NoWorkerError(why or NOT_IN_A_WORKER) from error
        return self._executor

    def _new_pool(self) -> ProcessPoolExecutor:
        server_requests = None
        if spawn.AVAILABLE and self._imports is not None:
            server_requests = spawn.server(self._imports).requests
        return ProcessPoolExecutor(
            self.count,
            self._context,
            initializer=_prepare_worker,
            initargs=(self._imports, server_requests, self.count),
        )

    def close(self) -> None:
        """Kill the processes."""
        if self._executor is not None:
            # Only these: this process may be Jupyter's, and have other child processes.
            for worker in list((self._executor._processes or {}).values()):
                worker.kill()
            self._executor.shutdown(cancel_futures=True)
            self._executor = None


def _why_none_begins(modules: list[str]) -> str:
    """Return how a Python process ends that imports what workers do; empty if it ends well."""
    code = "; ".join(f"import {module}" for module in filter(_is_there, modules))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    if not done.returncode:
        return ""
    lines = done.stderr.strip().splitlines() or [f"it ended with status {done.returncode}"]
    return f"no worker can begin: {lines[-1]}. Try: {sys.executable} -c '{code}'"


def _is_there(module: str) -> bool:
    """Return whether there is such a module: where there is none, workers begin without it."""
    try:
        return importlib.util.find_spec(module) is not None
    except ImportError:
        return False


def _prepare_worker(imports: str | None, server_requests: socket.socket | None, count: int) -> None:
    """Prepare this process to be one of `count` workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the grader, which ends its workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()  # inherited objects stay shared if the garbage collector never writes to them
    if imports is None:
        return
    import torch  # not at the top: workers that grade nothing need not wait for it

    torch.set_num_threads(1)
    share_memory(count)
    if server_requests is not None:
        spawn.use_shared_server(imports, server_requests)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait_for([parent.sentinel])
    os._exit(1)
