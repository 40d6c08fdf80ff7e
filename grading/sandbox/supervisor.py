"""The process that stands between the fork server and one kernel.

It puts the kernel into confinement, watches how much it uses, and sees to it that nothing of it
is left at the end, whoever ends first: the kernel, the warden or the grader. It talks with the
grader over a socket pair:

    warden → grader   {"pid": …, "missing": […]}  once the kernel runs; what is not confined
                      {"fault": "…"}              or why it does not
    grader → warden   {"signal": 2}               for the kernel's process group
    warden → grader   {"ended": "…"}              and why, where the warden ended it
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import shutil
import signal
import socket
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import psutil

from grading.sandbox import confinement
from grading.sandbox.policy import Limits

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_TO_SPARE = 60  # for a kernel, beyond the time for its notebook
MESSAGE = 1 << 16  # bytes


def guard(
    grader: socket.socket, lines: list[int], request: dict[str, Any], run: Callable[[], NoReturn]
) -> None:
    """Run a kernel in a child process until it ends, or has to be ended.

    Args:
        grader: this end of the socket pair.
        lines: file descriptors that are the kernel's alone.
        request: `scratch`, a folder; `confined`, whether to; `limits`, of `grading.sandbox.policy`;
            `grader`, number of the process that the kernel sends its messages to.
        run: becomes the kernel; called in the child, in confinement.
    """
    scratch, limits = Path(request["scratch"]), Limits(**request["limits"])
    confinement.adopt_orphans()
    missing = confinement.enter_namespaces() if request["confined"] else []
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(told)
        grader.close()
        confinement.end_with_parent()
        started: dict[str, Any] = {"missing": missing}
        try:
            if request["confined"]:
                if not missing:
                    confinement.mount_proc()
                confinement.limit_resources(limits, has_namespaces=not missing)
                missing += confinement.confine(scratch)
        except Exception:
            started = {"fault": traceback.format_exc()}
        os.write(tell, json.dumps(started).encode())
        os.close(tell)
        if "fault" in started:
            os._exit(1)
        run()
    for descriptor in (tell, *lines):
        os.close(descriptor)
    with os.fdopen(told) as answer:
        started = json.loads(answer.read() or '{"fault": "the kernel ended before it began"}')
    why = ""
    try:
        grader.send(json.dumps({"pid": pid} | started).encode())
        why = _watch(pid, grader, Watch(scratch, limits, request["grader"]))
    finally:
        _end_all(pid)
        shutil.rmtree(scratch, ignore_errors=True)  # the grader may not live to do it
        with contextlib.suppress(OSError):  # the grader may have gone
            grader.send(json.dumps({"ended": why}).encode())


def _watch(pid: int, grader: socket.socket, watch: Watch) -> str:
    """Wait for the kernel's end; if it uses too much or the grader has gone, say so."""
    kernel = os.pidfd_open(pid)
    waiting = select.poll()  # unlike select, it knows descriptors beyond 1023
    waiting.register(kernel, select.POLLIN)
    waiting.register(grader, select.POLLIN)
    while True:
        ready = {descriptor for descriptor, _ in waiting.poll(SECONDS_BETWEEN_LOOKS * 1000)}
        if grader.fileno() in ready:
            order = grader.recv(MESSAGE)
            if not order:
                return "was no longer wanted"
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, json.loads(order)["signal"])
        if kernel in ready:
            return ""
        if too_much := watch.excess():
            return too_much


class Watch:
    """Watches how much a kernel and its descendants use.

    Args:
        scratch: their folder.
        limits: what they may use.
        grader: number of the process that they send messages to, whose memory these fill.
    """

    def __init__(self, scratch: Path, limits: Limits, grader: int) -> None:
        self._scratch = scratch
        self._limits = limits
        self._grader = psutil.Process(grader)
        self._grader_had = _resident([self._grader])
        self._written: dict[psutil.Process, int] = {}
        self._deadline = time.monotonic() + limits.notebook + SECONDS_TO_SPARE

    def excess(self) -> str:
        """What they use too much of, if anything."""
        limits, processes = self._limits, _descendants()
        if time.monotonic() > self._deadline:
            return f"ran for more than {limits.notebook:.0f} s in all"
        if len(processes) > limits.processes:
            return f"started more than {limits.processes} processes"
        if _resident(processes) > limits.memory and _memory(processes) > limits.memory:
            return f"used more than {limits.memory / (1 << 30):g} GB of memory"
        if _resident([self._grader]) - self._grader_had > limits.memory:
            return f"sent more than {limits.memory / (1 << 30):g} GB of messages"
        if self._bytes_written(processes) > limits.disk:
            return f"wrote more than {limits.disk / (1 << 30):g} GB of files"
        return self._excess_of_files()

    def _bytes_written(self, processes: list[psutil.Process]) -> int:
        """How much they have ever written, also to files that are gone or cannot be seen."""
        for process in processes:
            with contextlib.suppress(psutil.Error, AttributeError):  # not every system counts it
                self._written[process] = process.io_counters().write_bytes
        return sum(self._written.values())

    def _excess_of_files(self) -> str:
        files, folders = 0, [self._scratch]
        while folders:
            try:
                found = list(os.scandir(folders.pop()))
            except FileNotFoundError:  # gone since
                continue
            except OSError:
                return "made a folder that nobody can look into"
            files += len(found)
            if files > self._limits.files:
                return f"made more than {self._limits.files} files"
            folders += [Path(entry) for entry in found if entry.is_dir(follow_symlinks=False)]
        return ""


def _descendants() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def _resident(processes: list[psutil.Process]) -> int:
    """An upper bound of `_memory` that takes much less time."""
    total = 0
    for process in processes:
        with contextlib.suppress(psutil.Error, OSError):
            total += process.memory_info().rss + _other_memory(process)
    return total


def _other_memory(process: psutil.Process) -> int:
    """Bytes that are swapped out, and of the system's tables of the process' pages."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return sum(int(size) * 1024 for size in re.findall(r"^Vm(?:PTE|Swap):\s*(\d+)", status, re.M))


def _memory(processes: list[psutil.Process]) -> int:
    """Bytes of memory that the processes hold; of a page shared by n processes, an n-th counts."""
    total = 0
    for process in processes:
        with contextlib.suppress(psutil.Error, OSError):
            total += process.memory_full_info().pss + _other_memory(process)
    return total


def _end_all(pid: int) -> None:
    """Kill the kernel and every descendant, and wait until there is none."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    while True:
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        for process in _descendants():
            with contextlib.suppress(psutil.Error):
                process.kill()
        time.sleep(0.002)
