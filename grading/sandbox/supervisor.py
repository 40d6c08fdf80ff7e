"""The process that stands between the fork server and one kernel.

It confines the kernel, watches how much it uses, and sees to it that nothing of it is left in the
end, whoever ends first: the kernel, the supervisor or the grader.
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
SECONDS_TO_SPARE = 60  # for a kernel, beyond the time for its notebook
BLOCK = 512  # bytes, in which Linux counts what a file takes up
MOST_WATCHES = 10_000  # of files, by epoll: Linux has so many for all processes of a user together
LETTERS_OF_A_WATCH = 100  # at most, where Linux lists them
HIDDEN = MOST_WATCHES // 8  # watches that a process is taken to have that nobody can look into

Run = Callable[[], NoReturn]


def supervise(grader: socket.socket, channel: list[int], request: KernelRequest, run: Run) -> None:
    """Run a kernel in a child process until it ends, or has to be ended.

    Args:
        grader: the socket to the grader.
        channel: the kernel's end of its channel, if there is one; it is closed here.
        run: becomes the kernel; called in the child, in confinement.
    """
    limits, scratch = Limits(**request["limits"]), request["scratch"]
    confinement.adopt_orphans()
    missing = confinement.enter_namespaces() if request["confined"] else []
    ours, childs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pid = os.fork()
    if pid == 0:
        ours.close()
        grader.close()
        _run_confined(childs, request, missing, run)
    childs.close()
    for descriptor in channel:
        os.close(descriptor)
    reason = NOTHING
    try:
        with ours:
            nothing = Started(
                pid=pid, missing=[], error="the kernel ended before it began", number=0
            )
            started, shared = receive_with_descriptors(ours)
        send(grader, {**(started or nothing), "pid": pid})
        usage = UsageMonitor(Path(scratch), shared, limits, request["grader"])
        reason = _watch(pid, grader, usage)
    finally:
        _end_all(pid)
        shutil.rmtree(scratch, ignore_errors=True)  # the grader may have ended, and cannot
        with contextlib.suppress(OSError):
            send(grader, Ended(reason=reason))


def _run_confined(
    supervisor: socket.socket, request: KernelRequest, missing: list[str], run: Run
) -> NoReturn:
    """In the child: confine this process, tell the supervisor what came of it, and run."""
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
                except OSError as why:
                    missing = [mounts.WHAT_IS_MISSING.format(why.strerror)]
            missing = missing + confinement.confine(scratch, has_own_root=bool(in_memory))
        # The supervisor knows the number of this process; here it may be another.
        started = Started(pid=0, missing=missing, error="", number=0)
        folders = [os.open(folder, os.O_PATH) for folder in in_memory]
    except Exception as error:
        started, folders = not_started(error), []
    with supervisor:
        send(supervisor, started, *folders)
    if request["confined"]:
        confinement.limit_descriptors()  # not before the last one is sent
    if started["error"]:
        os._exit(1)
    run()


def _watch(pid: int, grader: socket.socket, usage: UsageMonitor) -> Told:
    """Wait until the kernel ends or has to be ended; return why it has to be."""
    kernel = os.pidfd_open(pid)
    waiting = select.poll()  # unlike select, it knows descriptors beyond 1023
    waiting.register(kernel, select.POLLIN)
    waiting.register(grader, select.POLLIN)
    while True:
        ready = {descriptor for descriptor, _ in waiting.poll(SECONDS_BETWEEN_LOOKS * 1000)}
        if grader.fileno() in ready:
            order = receive(grader)
            if order is None:
                return Told("was no longer wanted")
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, order["signal"])
        if kernel in ready:
            return NOTHING
        if excess := usage.excess():
            return excess


class UsageMonitor:
    """Measures what a kernel and its descendants use.

    Args:
        scratch: the folder that they write to.
        shared: descriptors of folders in memory that they write to.
        limits: what they may use.
        grader: number of the process whose memory their messages fill.
    """

    def __init__(self, scratch: Path, shared: list[int], limits: Limits, grader: int) -> None:
        self._scratch = scratch
        self._shared = shared
        self._limits = limits
        self._grader = psutil.Process(grader)
        self._grader_had = _memory([self._grader], exact=False)
        self._written: dict[psutil.Process, int] = {}
        self._socket = _bytes_of_a_socket()
        gigabytes = limits.disk / (1 << 30)
        self._too_much_written = Told(f"wrote more than {gigabytes:g} GB of files")
        self._deadline = time.monotonic() + (PATIENCE + QUEUE) * limits.notebook + SECONDS_TO_SPARE

    def excess(self) -> Told:
        """Return the limit that they exceed, as a verb phrase that follows a name."""
        limits, processes = self._limits, _descendants()
        sockets, watches = _sockets_and_watches(processes)
        if time.monotonic() > self._deadline:
            return Told(f"ran for more than {limits.notebook:.0f} s in all")
        if len(processes) > limits.processes:
            return Told(f"started more than {limits.processes} processes")
        left = limits.memory - self._shared_memory() - sockets * self._socket
        if all(_memory(processes, exact=exact) > left for exact in (False, True)):
            return Told(f"used more than {limits.memory / (1 << 30):g} GB of memory")
        if watches > MOST_WATCHES:
            return Told(f"watched more than {MOST_WATCHES} files")
        if _memory([self._grader], exact=False) - self._grader_had > limits.memory:
            return Told(f"sent more than {limits.memory / (1 << 30):g} GB of messages")
        if self._bytes_written(processes) > limits.disk:
            return self._too_much_written
        return self._excess_of_files()

    def _shared_memory(self) -> int:
        """Bytes of files in memory; of a process's memory they are a part only where it has them.

        That part is counted twice.
        """
        folders = map(os.fstatvfs, self._shared)
        return sum((folder.f_blocks - folder.f_bfree) * folder.f_frsize for folder in folders)

    def _bytes_written(self, processes: list[psutil.Process]) -> int:
        """How much they have ever written, also to files that are gone or cannot be seen."""
        for process in processes:
            with contextlib.suppress(psutil.Error, AttributeError):  # not every system counts it
                self._written[process] = process.io_counters().write_bytes
        return sum(self._written.values())

    def _excess_of_files(self) -> Told:
        """Return what is too much in the scratch folder, whoever has made it."""
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


def _memory(processes: list[psutil.Process], *, exact: bool) -> int:
    """Bytes of memory that the processes hold.

    Args:
        exact: of a page shared by n processes, count an n-th for each; it takes much more time
            than to count all of it, which gives an upper bound. The bound is taken of a process
            that nobody can look into, too.
    """
    total = 0
    for process in processes:
        with contextlib.suppress(psutil.Error, OSError):
            memory = process.memory_info().rss
            with contextlib.suppress(psutil.AccessDenied):
                memory = process.memory_full_info().pss if exact else memory
            total += memory + _other_memory(process)
    return total


def _bytes_of_a_socket() -> int:
    """Return how much may wait in a socket, in memory of no process.

    The last message that Linux takes may go beyond its limit.
    """
    with socket.socket(socket.AF_UNIX) as usual:
        return 2 * usual.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)


def _sockets_and_watches(processes: list[psutil.Process]) -> tuple[int, int]:
    """Return how many sockets the processes have, and how many files they watch by epoll.

    Of a process that nobody can look into, it is taken to be many.
    """
    sockets, watches, hidden = set[str](), 0, 0
    for process in processes:
        try:
            descriptors = list(os.scandir(f"/proc/{process.pid}/fd"))
        except PermissionError:
            hidden += 1
            continue
        except OSError:  # it has ended
            continue
        for descriptor in descriptors:
            with contextlib.suppress(OSError):  # closed since
                what = str(Path(descriptor).readlink())
                if what.startswith("socket:"):
                    sockets.add(what)
                elif what == "anon_inode:[eventpoll]":
                    with Path(f"/proc/{process.pid}/fdinfo/{descriptor.name}").open() as lines:
                        watches += lines.read(MOST_WATCHES * LETTERS_OF_A_WATCH).count("tfd:")
    return len(sockets) + hidden * confinement.OPEN_FILES, watches + hidden * HIDDEN


def _other_memory(process: psutil.Process) -> int:
    """Bytes that are swapped out, and of the system's tables of the process' pages."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return sum(int(size) * 1024 for size in re.findall(r"^Vm(?:PTE|Swap):\s*(\d+)", status, re.M))


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
