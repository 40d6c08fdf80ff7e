"""Starts confined kernels, by asking a fork server that has already done the imports."""

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
# Errors of Linux for limits that other programs of the user, or on the machine, use up too.
COUNTED = {
    errno.EAGAIN: "processes of this user (ulimit -u)",
    errno.EMFILE: "files that a process may open (ulimit -n)",
    errno.ENFILE: "files that are open on this machine (fs.file-max)",
    errno.ENOMEM: "bytes of memory of this machine",
    errno.ETOOMANYREFS: "open files on their way between this user's processes (ulimit -n)",
}
SECONDS_TO_WAIT = 1  # before a further attempt, when such a limit is reached
# The variables of the grader's environment that a kernel and its server may see; and those that are
# the same for all, so that a result does not depend on the machine.
PASSED_ON = ("PATH", "VIRTUAL_ENV", "CUDA_VISIBLE_DEVICES", ALLOCATOR)
# With this variable `torch.compile` returns the function unchanged: compiling takes longer than a
# call may, and the compiled code rounds differently on each machine.
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
        lenient_sandbox = replace(sandbox, isolation="auto")
        missing = fork([], str(folder), {}, folder, lenient_sandbox).missing
    return [NOT_WANTED] if sandbox.isolation == "none" else missing


def exposed(course: Path) -> list[str]:
    """Return a warning for each folder that holds the course and that every kernel may read."""
    folders = [path for path in readable() if course.resolve().is_relative_to(path)]
    return [f"the course itself: it is in {path}, which kernels may read" for path in folders]


class Crowded(OSError):
    """No kernel can be started now, as other programs use up a limit; the text names the limit."""


class KernelProcess:
    """A kernel and its supervisor, with the part of Popen's interface that jupyter_client uses.

    Attributes:
        pid: number of the kernel's process.
        missing: the parts of confinement that the kernel has to do without.
        why: why the supervisor ended the kernel; empty if the kernel runs, or ended by itself.
    """

    stdin = stdout = stderr = None  # as of a Popen without pipes

    def __init__(self, supervisor: socket.socket) -> None:
        self._supervisor = supervisor
        self._ended = False
        self.why = NOTHING
        supervisor.settimeout(SECONDS_TO_IMPORT)
        reply = receive(supervisor)
        if reply is None:
            raise ConnectionResetError("the fork server has ended")
        if reply["number"] in COUNTED:
            raise OSError(reply["number"], reply["error"])
        if reply["error"]:
            raise RuntimeError(f"the kernel could not be started\n{reply['error']}")
        self.pid, self.missing = int(reply["pid"]), list(reply["missing"])
        supervisor.settimeout(None)

    def __del__(self) -> None:
        self._supervisor.close()  # which ends the kernel too

    def poll(self, seconds: float = 0) -> int | None:
        """Return 0 once nothing of the kernel is left, else None; the exit status is not known."""
        poller = select.poll()
        poller.register(self._supervisor, select.POLLIN)
        return self.wait() if self._ended or poller.poll(1000 * seconds) else None

    def wait(self) -> int:
        """Wait until nothing of the kernel is left; return 0."""
        if not self._ended:
            for _ in range(2):  # a signal that the supervisor did not read makes the first one fail
                with suppress(OSError):
                    self.why = Told((receive(self._supervisor) or {}).get("reason", ""))
                    break
            self._ended = True
        return 0

    def send_signal(self, number: int) -> None:
        """Have a signal sent to the kernel's process group, if the kernel has not ended."""
        with suppress(OSError):
            send(self._supervisor, Signal(signal=number))

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)


class Server:
    """A running fork server, started by this process, or by the one whose worker this is.

    Args:
        requests: this end of the socket pair. Several processes may share this end: a request is
            one message, and is answered on a socket of its own.
        process: the server's process, if this process has started the server.
        errors: the file with the server's stderr, if this process has started the server.
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
        """Start a server, which imports what all kernels need, and then waits for `tell`."""
        raise_limit_of_descriptors()  # processes inherit the limit
        requests, server_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "grading.sandbox.forkserver"]
        errors = tempfile.TemporaryFile()  # noqa: SIM115 — as long as the server
        streams = {"stdin": server_end, "stdout": subprocess.DEVNULL, "stderr": errors}
        with server_end:
            # In the root folder, so that nothing is imported from the folder that the grader is in.
            process = subprocess.Popen(command, **streams, cwd="/", env=passed_on() | ONE_THREAD)  # type: ignore[call-overload]
        return cls(requests, process, errors)

    def tell(self, imports: str) -> None:
        """Send the server the import statements to run before it forks kernels.

        Raises:
            OSError: the server has ended.
        """
        send(self.requests, Imports(code=imports))

    def fork(self, request: KernelRequest) -> KernelProcess:
        """Request a kernel, and return its process.

        Raises:
            OSError: the server was killed, or does not answer.
            RuntimeError: the server has ended, because an import failed.
        """
        grader_end, supervisor_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        channel = [] if request["channel"] is None else [request["channel"]]
        with supervisor_end:
            send(self.requests, request, supervisor_end.fileno(), *channel)
        try:
            return KernelProcess(grader_end)
        except ConnectionResetError:
            if self._process is None or self._process.wait() < 0:
                raise
            raise RuntimeError(f"the imports failed: {self._stderr()}") from None

    def _stderr(self) -> str:
        """Return the server's stderr after its last line, which has the name of the error."""
        assert self._errors is not None
        self._errors.seek(0)
        text = self._errors.read().decode(errors="replace").strip()
        return f"{text.splitlines()[-1]}\n{text}" if text else "no error was printed"

    def has_ended(self) -> bool:
        """Return whether the server has ended; False for a server that another process started."""
        return self._process is not None and self._process.poll() is not None

    def stop(self) -> None:
        """Disconnect, and end the server if this process has started it; its kernels go on."""
        self.requests.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def passed_on() -> dict[str, str]:
    """Return the environment variables for a student's code, none of them a secret."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | THE_SAME


_servers: dict[str, Server] = {}  # by their imports
_early: list[Server] = []  # servers that have not been told their imports


def start_early() -> None:
    """Start a server before the imports are known, as it has much else to do first."""
    if AVAILABLE:
        _early.append(Server.start())


def server(imports: str) -> Server:
    """Return this process' server for these imports; start one if there is none."""
    if imports not in _servers or _servers[imports].has_ended():
        _servers[imports] = _early.pop() if _early else Server.start()
        _servers[imports].tell(imports)
    return _servers[imports]


def use_shared_server(imports: str, requests: socket.socket) -> None:
    """Use another process' server for these imports, as long as that server answers."""
    _servers[imports] = Server(requests)


def fork(
    arguments: list[str],
    cwd: str,
    env: dict[str, str],
    scratch: Path,
    sandbox: Sandbox,
    channel: int | None = None,
) -> KernelProcess:
    """Fork a kernel; see `KernelRequest` for the arguments.

    Raises:
        NotConfined: the kernel would not be confined, and isolation is strict.
        Crowded: no kernel can be started now.
        OSError, RuntimeError: the kernel cannot be started.
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
    """Fork a kernel; wait if Linux has no room now, and replace a server that does not answer."""
    for _ in range(ATTEMPTS - 1):
        try:
            return _fork(request, imports)
        except Crowded:
            time.sleep(SECONDS_TO_WAIT)
        except OSError:
            if dead_server := _servers.pop(imports, None):
                dead_server.stop()
    return _fork(request, imports)


def _fork(request: KernelRequest, imports: str) -> KernelProcess:
    try:
        return server(imports).fork(request)
    except OSError as error:
        if limit := COUNTED.get(error.errno or 0):
            raise Crowded(f"no kernel can be started: there are no more {limit}") from error
        raise
