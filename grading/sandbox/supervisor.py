"""The supervisor: a process that confines one kernel, enforces its limits, and cleans up after it.

The fork server starts a supervisor for each kernel; the kernel is the supervisor's child. Nothing
of the kernel is left in the end, whichever ends first: the kernel, the supervisor or the grader.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import signal
import socket
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from typing import NoReturn

import psutil

from grading.sandbox import confinement, mounts
from grading.sandbox.clock import PATIENCE, QUEUE
from grading.sandbox.policy import Limits
from grading.sandbox.protocol import (
    Ended,
    KernelRequest,
    Started,
    not_started,
    receive,
    receive_with_descriptors,
    send,
)
from grading.sandbox.told import NOTHING, Told

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_TO_SPARE = 60  # that a kernel may run beyond the time for its notebook
BLOCK = 512  # bytes: Linux counts a file's disk space in blocks
MOST_WATCHES = 10_000  # of files, by epoll: Linux has so many for all processes of a user together
LETTERS_OF_A_WATCH = 100  # at most, in a list in /proc
HIDDEN = MOST_WATCHES // 8  # watches that a process is assumed to have if nobody can look into it
BYTES_OF_A_MAP = 400  # at most, of Linux's own memory, for each part of a process's address space
HIDDEN_MAPS = 65_530  # of such parts, as above: Linux allows no more, unless it is told to

Run = Callable[[], NoReturn]


def supervise(grader: socket.socket, channel: list[int], request: KernelRequest, run: Run) -> None:
    """Run a kernel in a child process; return once the kernel has ended, or had to be ended.

    Args:
        grader: the socket to the grader.
        channel: the descriptor of the kernel's end of its channel, if any; closed in this process.
        run: becomes the kernel; called in the child, in confinement.
    """
    limits, scratch = Limits(**request["limits"]), request["scratch"]
    confinement.adopt_orphans()
    missing = confinement.enter_namespaces() if request["confined"] else []
    supervisor_end, child_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pid = os.fork()
    if pid == 0:
        supervisor_end.close()
        grader.close()
        _run_confined(child_end, request, missing, run)
    child_end.close()
    for descriptor in channel:
        os.close(descriptor)
    reason = NOTHING
    try:
        with supervisor_end:
            not_begun = Started(
                pid=pid, missing=[], error="the kernel ended before it began", number=0
            )
            started, shared = receive_with_descriptors(supervisor_end)
        send(grader, {**(started or not_begun), "pid": pid})
        usage = UsageMonitor(Path(scratch), shared, limits, request["grader"])
        reason = _watch(pid, grader, usage)
    finally:
        _end_all(pid)
        shutil.rmtree(scratch, ignore_errors=True)  # the grader does this too, but may have ended
        with contextlib.suppress(OSError):
            send(grader, Ended(reason=reason))


def _run_confined(
    supervisor: socket.socket, request: KernelRequest, missing: list[str], run: Run
) -> NoReturn:
    """Confine this process, the child; report to the supervisor; become the kernel."""
    confinement.end_with_parent()
    in_memory = list[Path]()
    try:
        if request["confined"]:
            limits = Limits(**request["limits"])
            scratch, has_namespaces = Path(request["scratch"]), not missing
            if has_namespaces:
                mounts.mount_proc()
            confinement.limit_resources(limits, has_namespaces=has_namespaces)
            if has_namespaces:
                try:
                    in_memory = mounts.enter_own_root(scratch, confinement.visible(), limits)
                except OSError as error:
                    missing = [mounts.WHAT_IS_MISSING.format(error.strerror)]
            missing = missing + confinement.confine(scratch, has_own_root=bool(in_memory))
        # The supervisor fills in the process number, which may differ in this namespace.
        started = Started(pid=0, missing=missing, error="", number=0)
        folders = [os.open(folder, os.O_PATH) for folder in in_memory]
    except Exception as error:
        started, folders = not_started(error), []
    with supervisor:
        send(supervisor, started, *folders)
    if request["confined"]:
        confinement.limit_descriptors()  # only now, as sending the folders needs the higher limit
    if started["error"]:
        os._exit(1)
    run()


def _watch(pid: int, grader: socket.socket, usage: UsageMonitor) -> Told:
    """Wait until the kernel ends, or has to be ended; return why it has to, or an empty text."""
    kernel = os.pidfd_open(pid)
    poller = select.poll()  # unlike select, works with descriptors beyond 1023
    poller.register(kernel, select.POLLIN)
    poller.register(grader, select.POLLIN)
    while True:
        ready = {descriptor for descriptor, _ in poller.poll(SECONDS_BETWEEN_LOOKS * 1000)}
        if grader.fileno() in ready:
            message = receive(grader)
            if message is None:
                return Told("was no longer wanted")
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, message["signal"])
        if kernel in ready:
            return NOTHING
        if excess := usage.excess():
            return excess


class UsageMonitor:
    """Measures what a kernel and its descendants use: time, memory, processes and files.

    Args:
        scratch: the scratch folder.
        shared: descriptors of the folders in memory that the kernel writes to.
        limits: the most that the kernel and its descendants may use.
        grader: number of the grader's process, whose memory the kernel's messages fill.
    """

    def __init__(self, scratch: Path, shared: list[int], limits: Limits, grader: int) -> None:
        self._scratch = scratch
        self._shared = shared
        self._limits = limits
        self._grader = psutil.Process(grader)
        self._grader_memory_before = _memory(self._grader, exact=False)
        self._written: dict[psutil.Process, int] = {}
        self._bytes_per_socket = _max_bytes_in_a_socket()
        gigabytes = limits.disk / (1 << 30)
        self._too_much_written = Told(f"wrote more than {gigabytes:g} GB of files")
        self._deadline = time.monotonic() + (PATIENCE + QUEUE) * limits.notebook + SECONDS_TO_SPARE

    def excess(self) -> Told:
        """Return the limit that is exceeded, as a verb phrase that follows a name; or nothing."""
        limits, processes = self._limits, _descendants()
        if time.monotonic() > self._deadline:
            return Told(f"ran for more than {limits.notebook:.0f} s in all")
        if len(processes) > limits.processes:
            return Told(f"started more than {limits.processes} processes")
        sockets, watches = _sockets_and_watches(processes)  # not of more processes than may be
        memory_left = (
            limits.memory - self._bytes_of_files_in_memory() - sockets * self._bytes_per_socket
        )
        if all(_is_above(memory_left, processes, exact=exact) for exact in (False, True)):
            return Told(f"used more than {limits.memory / (1 << 30):g} GB of memory")
        if watches > MOST_WATCHES:
            return Told(f"watched more than {MOST_WATCHES} files")
        if _memory(self._grader, exact=False) - self._grader_memory_before > limits.memory:
            return Told(f"sent more than {limits.memory / (1 << 30):g} GB of messages")
        if self._bytes_written(processes) > limits.disk:
            return self._too_much_written
        return self._excess_of_files()

    def _bytes_of_files_in_memory(self) -> int:
        # A file that a process maps is part of its memory, too, and so counts twice.
        folders = map(os.fstatvfs, self._shared)
        return sum((folder.f_blocks - folder.f_bfree) * folder.f_frsize for folder in folders)

    def _bytes_written(self, processes: list[psutil.Process]) -> int:
        """Return the bytes ever written, also to files that are deleted or cannot be seen."""
        for process in processes:
            with contextlib.suppress(psutil.Error, AttributeError):  # not every system counts it
                self._written[process] = process.io_counters().write_bytes
        return sum(self._written.values())

    def _excess_of_files(self) -> Told:
        """Return which limit the scratch folder exceeds, as `excess` does."""
        files, used, folders = 0, 0, [self._scratch]
        while folders:
            try:
                entries = list(os.scandir(folders.pop()))
                used += sum(entry.stat(follow_symlinks=False).st_blocks for entry in entries)
            except FileNotFoundError:  # removed since it was listed
                continue
            except OSError:
                return Told("made a folder that nobody can look into")
            files += len(entries)
            if files > self._limits.files:
                return Told(f"made more than {self._limits.files} files")
            if used * BLOCK > self._limits.disk:
                return self._too_much_written
            folders += [Path(entry) for entry in entries if entry.is_dir(follow_symlinks=False)]
        return NOTHING


def _descendants() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def _is_above(limit: int, processes: list[psutil.Process], *, exact: bool) -> bool:
    """Return whether the processes together hold more bytes than a limit; see `_memory`."""
    totals = accumulate(_memory(process, exact=exact) for process in processes)
    return any(total > limit for total in totals)  # and look at no process after that


def _memory(process: psutil.Process, *, exact: bool) -> int:
    """Return the bytes of memory that a process holds, and Linux for the process; 0 once it ended.

    Args:
        exact: count a page shared by n processes as an n-th, which takes much longer. Otherwise,
            and for a process that nobody can look into, count the whole page each time, which gives
            an upper bound.
    """
    with contextlib.suppress(psutil.Error, OSError):
        memory, maps = process.memory_info().rss, HIDDEN_MAPS
        with contextlib.suppress(psutil.AccessDenied, PermissionError):
            maps = _count_lines(Path(f"/proc/{process.pid}/maps"))
            memory = process.memory_full_info().pss if exact else memory
        return memory + maps * BYTES_OF_A_MAP + _bytes_in_swap_and_page_tables(process)
    return 0


def _count_lines(path: Path) -> int:
    with path.open("rb") as lines:
        return sum(1 for _ in lines)


def _max_bytes_in_a_socket() -> int:
    # Doubled: the last message that Linux accepts may exceed the size of the buffer.
    with socket.socket(socket.AF_UNIX) as new_socket:
        return 2 * new_socket.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)


def _sockets_and_watches(processes: list[psutil.Process]) -> tuple[int, int]:
    """Return how many sockets the processes have, and how many files the processes watch by epoll.

    A process that nobody can look into is assumed to have many of both.
    """
    sockets, watches, hidden = set[str](), 0, 0
    for process in processes:
        try:
            descriptors = list(os.scandir(f"/proc/{process.pid}/fd"))
        except PermissionError:
            hidden += 1
            continue
        except OSError:  # the process has ended
            continue
        for descriptor in descriptors:
            with contextlib.suppress(OSError):  # closed since
                target = str(Path(descriptor).readlink())
                if target.startswith("socket:"):
                    sockets.add(target)
                elif target == "anon_inode:[eventpoll]":
                    with Path(f"/proc/{process.pid}/fdinfo/{descriptor.name}").open() as lines:
                        watches += lines.read(MOST_WATCHES * LETTERS_OF_A_WATCH).count("tfd:")
    return len(sockets) + hidden * confinement.OPEN_FILES, watches + hidden * HIDDEN


def _bytes_in_swap_and_page_tables(process: psutil.Process) -> int:
    status = Path(f"/proc/{process.pid}/status").read_text()
    return sum(int(size) * 1024 for size in re.findall(r"^Vm(?:PTE|Swap):\s*(\d+)", status, re.M))


def _end_all(pid: int) -> None:
    """Kill the kernel and every descendant, and wait until all have ended."""
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
