"""Runs many jobs at once, on the cores of this machine or on any other executor."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import threading
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
from contextlib import contextmanager
from multiprocessing.connection import wait as wait_for
from typing import TypeVar

import torch

from grading import warm
from grading.jobs import Job, Result, failed, run
from grading.results import Results

ATTEMPTS = 3  # at a task whose worker dies

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
Start = Callable[[], Executor]  # of an executor, also in the place of one that broke


def run_jobs(
    jobs: Iterator[tuple[str, Job]], results: Results, start: Start, window: int
) -> Iterator[tuple[str, Result]]:
    """The result of each job, with its name, once it is known and kept.

    A job whose result is known already is not run; one that cannot be run has faults as a result.

    Args:
        window: number of jobs to hand to the executor at once; as many are held in memory.
    """

    def known(named: tuple[str, Job]) -> Result | None:
        result = results.get(named[1].key)
        return result if result and result.is_final else None

    for (name, job), outcome in run_all(_run_named, jobs, start, window, known):
        if isinstance(outcome, Exception):
            outcome = failed(job, f"{type(outcome).__name__}: {outcome}")
        results.put(job.key, outcome)
        yield name, outcome


def _run_named(named: tuple[str, Job]) -> Result:
    return run(named[1])


def run_all(
    function: Callable[[Item], Outcome],
    items: Iterator[Item],
    start: Start,
    window: int,
    known: Callable[[Item], Outcome | None] = lambda _: None,
) -> Iterator[tuple[Item, Outcome | Exception]]:
    """Each item and what the function makes of it, or raises, in the order in which they end.

    Items are taken from the iterator only as they are needed. When a worker dies, nobody knows of
    which item: those that were under way are tried again, one by one, so none pays for another.

    Args:
        known: the outcome of an item that need not be run.
    """
    executor: Executor | None = None
    pending: dict[Future[Outcome], tuple[Item, int]] = {}
    suspects: deque[tuple[Item, int]] = deque()

    def submit(item: Item, attempt: int) -> None:
        nonlocal executor
        executor = executor or start()
        try:
            future = executor.submit(function, item)
        except BrokenExecutor:  # since the last look
            executor = start()
            future = executor.submit(function, item)
        pending[future] = item, attempt

    try:
        while True:
            if suspects and not pending:
                submit(*suspects.popleft())
            while not suspects and len(pending) < window:
                try:
                    item = next(items)
                except StopIteration:
                    break
                if (outcome := known(item)) is not None:
                    yield item, outcome
                else:
                    submit(item, 0)
            if not pending:
                return
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                item, attempt = pending.pop(future)
                error = future.exception()
                if error is None:
                    yield item, future.result()
                elif isinstance(error, BrokenExecutor) and attempt < ATTEMPTS:
                    executor = None
                    suspects.append((item, attempt + 1))
                else:
                    yield item, error if isinstance(error, Exception) else RuntimeError(repr(error))
    finally:
        if executor:
            executor.shutdown(wait=False, cancel_futures=True)


@contextmanager
def local_workers(count: int, imports: str, modules: Collection[str]) -> Iterator[Start]:
    """Processes of this machine that share one fork server; gives what starts them.

    They are gone at the end, also in the middle of a job, and whenever this process is.

    Args:
        imports: what the kernels import.
        modules: what the hidden checks import.
    """
    # The workers share what this one process has imported.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["grading.cli", *modules])

    def start() -> Executor:
        shared = warm.server(imports).requests if warm.AVAILABLE else None
        return ProcessPoolExecutor(
            count, mp_context=context, initializer=_begin, initargs=(imports, shared)
        )

    try:
        yield start
    finally:
        for worker in multiprocessing.active_children():
            worker.kill()


def _begin(imports: str, shared: socket.socket | None) -> None:
    """Make this process a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the grader, which ends us
    torch.set_num_threads(1)
    if shared is not None:
        warm.adopt(imports, shared)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait_for([parent.sentinel])
    os._exit(1)
