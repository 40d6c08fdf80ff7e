"""Kernels that start at once, and confined: forked from a process that has done the imports.

Where the system cannot do that (it takes Linux), a kernel is started in the plain way.
"""

from __future__ import annotations

import ast
import atexit
import json
import math
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from queue import Empty
from typing import IO, Any

import nbformat
import zmq
from IPython.core.inputtransformer2 import TransformerManager
from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Instance

from grading.sandbox.confine import SOCKETS, lay_out, readable
from grading.sandbox.limits import Limits

AVAILABLE = sys.platform == "linux"
NOT_AVAILABLE = "everything (this is not Linux): a kernel has all the rights of its user"
NOT_WANTED = "everything (--isolation none): a kernel has all the rights of its user"
LAUNCHER = "ipykernel_launcher"
SECONDS_TO_IMPORT = 180
SECONDS_TO_END = 5  # for a kernel that has been killed
ATTEMPTS = 5  # at forking a kernel, while one server after the other dies
MESSAGE = 1 << 16  # bytes, from a warden
RETRY = 5  # milliseconds between attempts to reach a kernel that does not listen yet
LARGEST_MESSAGE = 64 << 20  # bytes, from a kernel; it is cut off if it sends a larger one
WAITING_MESSAGES = 16  # from a kernel, until they are read
# What of the grader's environment a kernel, and the server that it is forked from, may know.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "VIRTUAL_ENV", "CUDA_VISIBLE_DEVICES")


class NotConfined(Exception):
    """The system cannot confine a kernel as is demanded; the text says what is missing."""


@dataclass(frozen=True)
class Sandbox:
    """How a kernel is to be run.

    Attributes:
        imports: code of the imports that it should find done.
        isolation: strict (refuse to run it where the system cannot confine it in full), auto
            (confine as far as it can) or none.
    """

    imports: str = ""
    isolation: str = "auto"
    limits: Limits = field(default_factory=Limits)


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
        missing = _fork([], folder, {}, Path(folder), trial).missing
    return [NOT_WANTED] if sandbox.isolation == "none" else missing


def exposed(course: Path) -> list[str]:
    """What is missing where a course is in a folder that every kernel may read."""
    folders = [path for path in readable() if course.resolve().is_relative_to(path)]
    return [f"the course itself: it is in {path}, which kernels may read" for path in folders]


def _demand(missing: list[str], sandbox: Sandbox) -> None:
    """Raise NotConfined if something is missing and strict isolation is demanded."""
    if missing and sandbox.isolation == "strict":
        lines = "\n".join(f"  {text}" for text in missing)
        raise NotConfined(f"this system cannot confine a student's code in full; missing:\n{lines}")


def imports_of(folder: Path) -> str:
    """The import statements at the top level of an assignment's notebooks, as one piece of code.

    Args:
        folder: with notebooks of ours, not a student's: the code is run outside of any kernel.
    """
    paths = sorted(folder.glob("*.ipynb"))
    found = [line for path in paths for line in _imports_in(path, path.stat().st_mtime_ns)]
    return "\n".join(dict.fromkeys(found))


@cache
def _imports_in(path: Path, _changed: int) -> list[str]:
    """The import statements of a notebook, read once for each time that it was changed."""
    found: list[str] = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            with suppress(SyntaxError):  # a cell may hold another language
                tree = ast.parse(TransformerManager().transform_cell(cell.source))
                imports = (n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom))
                found += map(ast.unparse, imports)
    return found


def kernel_manager(sandbox: Sandbox, folder: Path) -> AsyncKernelManager:
    """A manager for one kernel, which is confined to the folder where that is possible.

    The folder was laid out by `confine.lay_out`. The kernel's sockets are in it, so that nobody
    else on the machine can listen in.

    Raises:
        NotConfined: it would not be confined, and strict isolation is demanded.
    """
    if not AVAILABLE:
        _demand([NOT_AVAILABLE], sandbox)
    specs = WarmKernels(sandbox=sandbox, folder=folder) if AVAILABLE else KernelSpecManager()
    manager = AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=specs,
        connection_file=str(folder / SOCKETS / "connection.json"),
        transport="ipc",
        ip=str(folder / SOCKETS / "socket"),
        client_factory=PromptClient,
    )
    manager.context.setsockopt(zmq.RECONNECT_IVL, RETRY)
    manager.context.setsockopt(zmq.MAXMSGSIZE, LARGEST_MESSAGE)
    manager.context.setsockopt(zmq.RCVHWM, WAITING_MESSAGES)
    return manager


class WarmKernels(KernelSpecManager):
    """Gives every kernel to `WarmProvisioner`."""

    sandbox = Instance(Sandbox)
    folder = Instance(Path)

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The usual specification, with our provisioner in it."""
        spec = super().get_kernel_spec(kernel_name)
        config = {"sandbox": self.sandbox, "folder": self.folder}
        choice = {"provisioner_name": "warm-kernel", "config": config}
        spec.metadata = spec.metadata | {"kernel_provisioner": choice}
        return spec


class WarmProvisioner(LocalProvisioner):
    """Forks ipykernel from the server that has done its imports, and confines it."""

    sandbox = Instance(Sandbox)
    folder = Instance(Path)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel; its standard streams are closed, whatever the caller asked for."""
        arguments = cmd[cmd.index(LAUNCHER) + 1 :]
        (line,) = kwargs["pass_fds"]
        forked = _fork(arguments, kwargs["cwd"], kwargs["env"], self.folder, self.sandbox, line)
        self.process = forked  # type: ignore[assignment]
        self.pid = forked.pid
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and wait until it is gone; jupyter_client looks only now and then."""
        await super().kill(restart)
        if isinstance(self.process, Forked):
            self.process.poll(SECONDS_TO_END)


class PromptClient(AsyncKernelClient):
    """Knows from the kernel itself when it is ready; the usual client waits for it to be silent."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Ask until the kernel answers, and shows that it has no more to say.

        Raises:
            RuntimeError: it has died, or does not answer in so many seconds.
        """
        end = time.monotonic() + (timeout or math.inf)
        with suppress(Empty):
            await self.get_iopub_msg(timeout=1)  # its welcome: what it said before that is lost
        while not await self._is_idle_after(self.kernel_info()):
            if not await self.is_alive():
                raise RuntimeError("the kernel died before it was ready")
            if time.monotonic() > end:
                raise RuntimeError("the kernel did not get ready in time")

    async def _is_idle_after(self, request: str) -> bool:
        """Whether a request is known to be done with, on both channels."""
        try:
            while _request_of(await self.get_shell_msg(timeout=1)) != request:
                pass
            while True:
                message = await self.get_iopub_msg(timeout=1)
                is_idle = message["content"].get("execution_state") == "idle"
                if is_idle and _request_of(message) == request:
                    return True
        except Empty:
            return False


def _request_of(message: dict[str, Any]) -> str | None:
    return message["parent_header"].get("msg_id")


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
        command = [sys.executable, "-P", "-m", "grading.sandbox.fork_server", imports]
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


def _fork(
    arguments: list[str],
    cwd: str,
    env: dict[str, str],
    folder: Path,
    sandbox: Sandbox,
    line: int | None = None,
) -> Forked:
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
    _demand(forked.missing, sandbox)
    return forked


def _fork_somehow(request: dict[str, Any], imports: str) -> Forked:
    """Fork a kernel; a server that has died, or was stopped, has a new one in its place."""
    for _ in range(ATTEMPTS - 1):
        with suppress(OSError):
            return server(imports).fork(request)
        _servers.pop(imports).stop()
    return server(imports).fork(request)
