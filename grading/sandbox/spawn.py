"""Starts kernels: asks the fork server, which has done the imports, for one in confinement."""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import IO, Any

from grading.sandbox.confinement import lay_out, readable
from grading.sandbox.policy import Sandbox, demand_full

AVAILABLE = sys.platform == "linux"
NOT_AVAILABLE = "everything (this is not Linux): a kernel has all the rights of its user"
NOT_WANTED = "everything (--isolation none): a kernel has all the rights of its user"
SECONDS_TO_IMPORT = 180
ATTEMPTS = 5  # at forking a kernel, while one server after the other dies
MESSAGE = 1 << 16  # bytes, from a warden
# What of the grader's environment a kernel, and the server that it is forked from, may know.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "VIRTUAL_ENV", "CUDA_VISIBLE_DEVICES")


@cache
def what_is_missing(sandbox: Sandbox) -> list[str]:
    """The parts of confinement that a kernel has to do without on this machine.

    Raises:
        OSError, RuntimeError: no kernel can be started.
    """
    if not AVAILABLE:
        return [NOT_AVAILABLE]
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder))
        trial = replace(sandbox, isolation="auto")
        missing = fork([], folder, {}, Path(folder), trial).missing
    return [NOT_WANTED] if sandbox.isolation == "none" else missing


def exposed(course: Path) -> list[str]:
    """What is missing where a course is in a folder that every kernel may read."""
    folders = [path for path in readable() if course.resolve().is_relative_to(path)]
    return [f"the course itself: it is in {path}, which kernels may read" for path in folders]


class Forked:
    """A kernel and its warden, with as much of Popen's interface as jupyter_client uses.

    Attributes:
        pid: number of the kernel's process.
        missing: the parts of confinement that it has to do without.
        why: once it has ended, what it used too much of, if that was the reason.
    """

    stdin = stdout = stderr = None  # of Popen's: there are none

    def __init__(self, warden: socket.socket) -> None:
        self._warden = warden
        self._ended = False
        self.why = ""
        warden.settimeout(SECONDS_TO_IMPORT)
        started = json.loads(warden.recv(MESSAGE) or "{}")
        if not started:
            raise ConnectionResetError("the fork server has ended")
        if "fault" in started:
            raise RuntimeError(f"the kernel could not be started\n{started['fault']}")
        self.pid, self.missing = int(started["pid"]), list(started["missing"])
        warden.settimeout(None)

    def __del__(self) -> None:
        self._warden.close()  # which ends the kernel too

    def poll(self, seconds: float = 0) -> int | None:
        """0 once nothing of the kernel is left (its status is the warden's to know), else None."""
        waiting = select.poll()
        waiting.register(self._warden, select.POLLIN)
        return self.wait() if self._ended or waiting.poll(1000 * seconds) else None

    def wait(self) -> int:
        """Wait until nothing of the kernel is left."""
        if not self._ended:
            with suppress(OSError):
                self.why = json.loads(self._warden.recv(MESSAGE) or "{}").get("ended", "")
            self._ended = True
        return 0

    def send_signal(self, number: int) -> None:
        """Have a signal sent to the kernel's process group, if there is one yet."""
        with suppress(OSError):
            self._warden.send(json.dumps({"signal": number}).encode())

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)


class Server:
    """A running `fork_server`, started here or by the process that this one works for.

    Args:
        requests: this end of its socket pair. Several processes may hold it: a request is one
            message, and is answered on a socket of its own.
        process: the server, if it is ours to end; `errors` is what it writes on stderr.
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
    def start(cls, imports: str) -> Server:
        """Start a server that does these imports."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # -P: the folder that the grader happens to be in is no place to import from.
        command = [sys.executable, "-P", "-m", "grading.sandbox.forkserver", imports]
        errors = tempfile.TemporaryFile()  # noqa: SIM115 — as long as the server
        streams = {"stdin": theirs, "stdout": subprocess.DEVNULL, "stderr": errors}
        env = passed_on() | {"OMP_NUM_THREADS": "1"}  # the other cores are for other kernels
        with theirs:
            return cls(ours, subprocess.Popen(command, **streams, env=env), errors)  # type: ignore[call-overload]

    def fork(self, request: dict[str, Any]) -> Forked:
        """Ask for a kernel; it has the request's `line`, a file descriptor, under that number.

        Raises:
            OSError: the server was ended, or does not answer.
            RuntimeError: it has ended by itself, because an import failed.
        """
        ours, wardens = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        line = [] if request["line"] is None else [request["line"]]
        with wardens:
            message = json.dumps(request).encode()
            socket.send_fds(self.requests, [message], [wardens.fileno(), *line])
        try:
            return Forked(ours)
        except ConnectionResetError:
            if self._process is None or self._process.wait() < 0:
                raise
            raise RuntimeError(f"the imports failed: {self._said()}") from None

    def _said(self) -> str:
        """What it wrote before its end, the last line first: there an error has its name."""
        assert self._errors is not None
        self._errors.seek(0)
        text = self._errors.read().decode(errors="replace").strip()
        return f"{text.splitlines()[-1]}\n{text}" if text else "nothing was said"

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
    """The part of this process' environment that is no secret to a student's code."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}


_servers: dict[str, Server] = {}  # by their imports


def server(imports: str) -> Server:
    """The server of this process for these imports; it is started if there is none."""
    if imports not in _servers or _servers[imports].has_ended():
        _servers[imports] = Server.start(imports)
    return _servers[imports]


def adopt(imports: str, shared: socket.socket) -> None:
    """Use another process' server for these imports, as long as it answers."""
    _servers[imports] = Server(shared)


def fork(
    arguments: list[str],
    cwd: str,
    env: dict[str, str],
    folder: Path,
    sandbox: Sandbox,
    line: int | None = None,
) -> Forked:
    """Fork a kernel that runs ipykernel with these arguments.

    Args:
        folder: the kernel's scratch folder, laid out by `confinement.lay_out`.
        line: a file descriptor that the kernel is to have, under the same number.

    Raises:
        NotConfined: it would not be confined, and strict isolation is demanded.
        OSError, RuntimeError: it cannot be started.
    """
    request = {
        "arguments": arguments,
        "cwd": cwd,
        "env": env,
        "scratch": str(folder),
        "grader": os.getpid(),
        "confined": sandbox.isolation != "none",
        "limits": asdict(sandbox.limits),
        "line": line,
    }
    forked = _fork_somehow(request, sandbox.imports)
    demand_full(forked.missing, sandbox)
    return forked


def _fork_somehow(request: dict[str, Any], imports: str) -> Forked:
    """Fork a kernel; a server that has died, or was stopped, has a new one in its place."""
    for _ in range(ATTEMPTS - 1):
        with suppress(OSError):
            return server(imports).fork(request)
        _servers.pop(imports).stop()
    return server(imports).fork(request)
