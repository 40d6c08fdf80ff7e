"""Kernels that start at once: forked from a process that has done the imports already.

Where the system cannot do that (it takes Linux' pidfd), a kernel is started in the plain way.
"""

from __future__ import annotations

import ast
import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from jupyter_client import AsyncKernelManager
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Unicode

AVAILABLE = hasattr(os, "pidfd_open")
LAUNCHER = "ipykernel_launcher"
SECONDS_TO_IMPORT = 180


def imports_of(folder: Path) -> str:
    """The import statements at the top level of an assignment's notebooks, as one piece of code.

    Args:
        folder: with notebooks of ours, not a student's: the code is run outside of any kernel.
    """
    found: dict[str, None] = {}
    for path in sorted(folder.glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type != "code":
                continue
            with suppress(SyntaxError):  # a cell may hold another language
                tree = ast.parse(TransformerManager().transform_cell(cell.source))
                imports = (n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom))
                found |= dict.fromkeys(map(ast.unparse, imports))
    return "\n".join(found)


def kernel_manager(imports: str, folder: Path) -> AsyncKernelManager:
    """A manager for one kernel that finds these imports done, where that is possible.

    Its sockets are in the folder, so that nobody else on the machine can listen in.
    """
    return AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=WarmKernels(imports=imports) if AVAILABLE else KernelSpecManager(),
        connection_file=str(folder / "connection.json"),
        transport="ipc",
        ip=str(folder / "socket"),
    )


class WarmKernels(KernelSpecManager):
    """Gives every kernel to `WarmProvisioner`."""

    imports = Unicode()

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The usual specification, with our provisioner in it."""
        spec = super().get_kernel_spec(kernel_name)
        choice = {"provisioner_name": "warm-kernel", "config": {"imports": self.imports}}
        spec.metadata = spec.metadata | {"kernel_provisioner": choice}
        return spec


class WarmProvisioner(LocalProvisioner):
    """Forks ipykernel from the server that has done its imports."""

    imports = Unicode()

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel; its standard streams are closed, whatever the caller asked for."""
        arguments = cmd[cmd.index(LAUNCHER) + 1 :]
        forked = _fork(self.imports, arguments, kwargs["cwd"], kwargs["env"])
        self.process = forked  # type: ignore[assignment]
        self.pid = self.pgid = forked.pid
        return self.connection_info


class Forked:
    """A process of the fork server's, with as much of Popen's interface as jupyter_client uses."""

    stdin = stdout = stderr = None  # of Popen's: there are none

    def __init__(self, pid: int, pidfd: int) -> None:
        self.pid = pid
        self._pidfd = pidfd

    def __del__(self) -> None:
        os.close(self._pidfd)

    def poll(self) -> int | None:
        """0 once the process has ended (its status is the server's to know), else None."""
        ended, _, _ = select.select([self._pidfd], [], [], 0)
        return 0 if ended else None

    def wait(self) -> int:
        """Wait until the process has ended."""
        select.select([self._pidfd], [], [])
        return 0

    def send_signal(self, number: int) -> None:
        """Send a signal to this very process, even if its number has been given to another."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._pidfd, number)


class Server:
    """A running `grading.fork_server`."""

    def __init__(self, imports: str) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.settimeout(SECONDS_TO_IMPORT)
        # -P: the folder that the grader happens to be in is no place to import from.
        command = [sys.executable, "-P", "-m", "grading.fork_server", imports]
        quiet = subprocess.DEVNULL
        with theirs:
            self._process = subprocess.Popen(
                command, stdin=theirs.fileno(), stdout=quiet, stderr=quiet
            )
        atexit.register(self.stop)

    def fork(self, arguments: list[str], cwd: str, env: dict[str, str]) -> Forked:
        """Ask for a kernel.

        Raises:
            OSError: the server has ended, or does not answer.
        """
        request = {"arguments": arguments, "cwd": cwd, "env": env}
        self._socket.send(json.dumps(request).encode())
        pid, descriptors, _, _ = socket.recv_fds(self._socket, 32, 1)
        if not pid:
            raise ConnectionResetError("the fork server has ended")
        return Forked(int(pid), descriptors[0])

    def stop(self) -> None:
        """End the server, and with it the kernels that it has forked."""
        self._socket.close()
        self._process.kill()
        self._process.wait()


@cache
def _server(imports: str) -> Server:
    return Server(imports)


def _fork(imports: str, *request: Any) -> Forked:
    try:
        return _server(imports).fork(*request)
    except OSError:  # it has died since, or was stopped: once more, with a new one
        _server(imports).stop()
        _server.cache_clear()
        return _server(imports).fork(*request)
