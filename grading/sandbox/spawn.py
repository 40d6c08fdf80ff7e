"""Starts kernels: asks a fork server, which has done the imports, for one in confinement."""

from __future__ import annotations

import atexit
import errno
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import IO

from grading.sandbox.accelerator import ALLOCATOR
from grading.sandbox.confinement import raise_limit_of_descriptors, readable
from grading.sandbox.policy import Sandbox
from grading.sandbox.protocol import Imports, KernelRequest, Signal, receive, send
from grading.sandbox.scratch import scratch_folder
from grading.sandbox.told import NOTHING, Told

AVAILABLE = sys.platform == "linux"
NOT_AVAILABLE = "everything (this is not Linux): a kernel has all the rights of its user"
NOT_WANTED = "everything (--isolation none): a kernel has all the rights of its user"
SECONDS_TO_IMPORT = 180
ATTEMPTS = 5  # at forking a kernel, while one server after the other dies
# What Linux counts for a user or the machine, and so for other programs, too, by its errors.
COUNTED = {
    errno.EAGAIN: "processes of this user (ulimit -u)",
    errno.EMFILE: "files that a process may open (ulimit -n)",
    errno.ENFILE: "files that are open on this machine (fs.file-max)",
    errno.ENOMEM: "bytes of memory of this machine",
    errno.ETOOMANYREFS: "open files on their way between this user's processes (ulimit -n)",
}
SECONDS_TO_WAIT = 1  # before a further attempt, where something of these has run out
# What of the grader's environment a kernel, and the server that it is forked from, may know; and
# what is the same for all, so that a result does not depend on where it was found.
PASSED_ON = ("PATH", "VIRTUAL_ENV", "CUDA_VISIBLE_DEVICES", ALLOCATOR)
# With it, `torch.compile` gives a function back as it is: a compiler takes longer than a call may,
# and rounds in another way on each machine that has one.
NOT_COMPILED = {"TORCHDYNAMO_DISABLE": "1"}
THE_SAME = {"LC_ALL": "C.UTF-8", "TZ": "UTC"} | NOT_COMPILED
ONE_THREAD = {"OMP_NUM_THREADS": "1"}  # the other cores are for other kernels


@cache
def what_is_missing(sandbox: Sandbox) -> list[str]:
    """Return the parts of confinement that a kernel has to do without on this machine.

    Raises:
        OSError, RuntimeError: no kernel can be started.
    """
    if not AVAILABLE:
        return [NOT_AVAILABLE]
    with scratch_folder() as folder:
        trial = replace(sandbox, isolation="auto")
        missing = fork([], str(folder), {}, folder, trial).missing
    return [NOT_WANTED] if sandbox.isolation == "none" else missing


def exposed(course: Path) -> list[str]:
    """Return what is missing where a course is in a folder that every kernel may read."""
    folders = [path for path in readable() if course.resolve().is_relative_to(path)]
    return [f"the course itself: it is in {path}, which kernels may read" for path in folders]


class Crowded(OSError):
    """No kernel can be started now, as others use up what Linux allows; the text says what."""


class KernelProcess:
    """A kernel and its supervisor, with as much of Popen's interface as jupyter_client uses.

    Attributes:
        pid: number of the kernel's process.
        missing: the parts of confinement that it has to do without.
        why: why the supervisor ended it; empty until then, or where it ended by itself.
    """

    stdin = stdout = stderr = None  # of Popen's: there are none

    def __init__(self, supervisor: socket.socket) -> None:
        self._supervisor = supervisor
        self._ended = False
        self.why = NOTHING
        supervisor.settimeout(SECONDS_TO_IMPORT)
        started = receive(supervisor)
        if started is None:
            raise ConnectionResetError("the fork server has ended")
        if started["number"] in COUNTED:
            raise OSError(started["number"], started["error"])
        if started["error"]:
            raise RuntimeError(f"the kernel could not be started\n{started['error']}")
        self.pid, self.missing = int(started["pid"]), list(started["missing"])
        supervisor.settimeout(None)

    def __del__(self) -> None:
        self._supervisor.close()  # which ends the kernel too

    def poll(self, seconds: float = 0) -> int | None:
        """0 once nothing of the kernel is left, else None; only the supervisor knows its status."""
        waiting = select.poll()
        waiting.register(self._supervisor, select.POLLIN)
        return self.wait() if self._ended or waiting.poll(1000 * seconds) else None

    def wait(self) -> int:
        """Wait until nothing of the kernel is left."""
        if not self._ended:
            for _ in range(2):  # where our last order was not read, the socket first says so
                with suppress(OSError):
                    self.why = Told((receive(self._supervisor) or {}).get("reason", ""))
                    break
            self._ended = True
        return 0

    def send_signal(self, number: int) -> None:
        """Have a signal sent to the kernel's process group, if it has not ended."""
        with suppress(OSError):
            send(self._supervisor, Signal(signal=number))

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)


class Server:
    """A running fork server, started here or by the process that this one works for.

    Args:
        requests: this end of its socket pair. Several processes may hold it: a request is one
            message, and is answered on a socket of its own.
        process: the server, if it is ours to end.
        errors: what the server writes on stderr, if it is ours.
    """

    def __init__(
        self,
        requests: socket.socket,
        process: subprocess.Popen[bytes] | None = None,
        errors: IO[bytes] | None = None,
    ) -> None:
        self.requests = requests
        self._process = process
        self._errors = errors
        atexit.register(self.stop)

    @classmethod
    def start(cls) -> Server:
        """Start a server; it waits for `tell` once it has imported what all kernels need."""
        raise_limit_of_descriptors()  # what starts after this does as this process may
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "grading.sandbox.forkserver"]
        errors = tempfile.TemporaryFile()  # noqa: SIM115 — as long as the server
        streams = {"stdin": theirs, "stdout": subprocess.DEVNULL, "stderr": errors}
        with theirs:
            # In the root folder, as the one that the grader is in is no place to import from.
            process = subprocess.Popen(command, **streams, cwd="/", env=passed_on() | ONE_THREAD)  # type: ignore[call-overload]
        return cls(ours, process, errors)

    def tell(self, imports: str) -> None:
        """Say what kernels are to have imported.

        Raises:
            OSError: the server has ended.
        """
        send(self.requests, Imports(code=imports))

    def fork(self, request: KernelRequest) -> KernelProcess:
        """Ask for a kernel.

        Raises:
            OSError: the server was ended, or does not answer.
            RuntimeError: the server has ended by itself, because an import failed.
        """
        ours, supervisors = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        channel = [] if request["channel"] is None else [request["channel"]]
        with supervisors:
            send(self.requests, request, supervisors.fileno(), *channel)
        try:
            return KernelProcess(ours)
        except ConnectionResetError:
            if self._process is None or self._process.wait() < 0:
                raise
            raise RuntimeError(f"the imports failed: {self._stderr()}") from None

    def _stderr(self) -> str:
        """Return what it wrote before its end, the last line first: an error's name is there."""
        assert self._errors is not None
        self._errors.seek(0)
        text = self._errors.read().decode(errors="replace").strip()
        return f"{text.splitlines()[-1]}\n{text}" if text else "no error was printed"

    def has_ended(self) -> bool:
        """Whether it is known to have ended; of another process' server nothing is known."""
        return self._process is not None and self._process.poll() is not None

    def stop(self) -> None:
        """End the server if it is ours; the kernels that it has forked go on."""
        self.requests.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def passed_on() -> dict[str, str]:
    """Return the environment of a student's code, and no secret in it."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | THE_SAME


_servers: dict[str, Server] = {}  # by their imports
_early: list[Server] = []  # which have not been told theirs


def start_early() -> None:
    """Start a server before it is known what kernels import: that is not all that takes it long."""
    if AVAILABLE:
        _early.append(Server.start())


def server(imports: str) -> Server:
    """Return the server of this process for these imports; it is started if there is none."""
    if imports not in _servers or _servers[imports].has_ended():
        _servers[imports] = _early.pop() if _early else Server.start()
        _servers[imports].tell(imports)
    return _servers[imports]


def adopt(imports: str, shared: socket.socket) -> None:
    """Use another process' server for these imports, as long as it answers."""
    _servers[imports] = Server(shared)


def fork(
    arguments: list[str],
    cwd: str,
    env: dict[str, str],
    scratch: Path,
    sandbox: Sandbox,
    channel: int | None = None,
) -> KernelProcess:
    """Fork a kernel; see `KernelRequest` for what it is given.

    Raises:
        NotConfined: it would not be confined, and isolation is strict.
        Crowded: it cannot be started now.
        OSError, RuntimeError: it cannot be started.
    """
    request = KernelRequest(
        arguments=arguments,
        cwd=cwd,
        env=env,
        scratch=str(scratch),
        confined=sandbox.isolation != "none",
        limits=asdict(sandbox.limits),
        grader=os.getpid(),
        channel=channel,
    )
    kernel = _fork_or_restart(request, sandbox.imports)
    sandbox.check(kernel.missing)
    return kernel


def _fork_or_restart(request: KernelRequest, imports: str) -> KernelProcess:
    """Fork a kernel, when there is room; a server that does not answer is replaced by a new one."""
    for _ in range(ATTEMPTS - 1):
        try:
            return _fork(request, imports)
        except Crowded:
            time.sleep(SECONDS_TO_WAIT)
        except OSError:
            if dead := _servers.pop(imports, None):
                dead.stop()
    return _fork(request, imports)


def _fork(request: KernelRequest, imports: str) -> KernelProcess:
    try:
        return server(imports).fork(request)
    except OSError as error:
        if limit := COUNTED.get(error.errno or 0):
            raise Crowded(f"no kernel can be started: there are no more {limit}") from error
        raise
