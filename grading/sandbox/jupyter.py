"""Jupyter's way to our kernels: a kernel manager whose provisioner forks them, confined."""

from __future__ import annotations

import math
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Instance

from grading.sandbox import spawn
from grading.sandbox.confinement import SOCKETS
from grading.sandbox.policy import Sandbox, demand_full
from grading.sandbox.spawn import NOT_AVAILABLE, Forked, fork

LAUNCHER = "ipykernel_launcher"
SECONDS_TO_END = 5  # for a kernel that has been killed
RETRY = 5  # milliseconds between attempts to reach a kernel that does not listen yet
LARGEST_MESSAGE = 64 << 20  # bytes, from a kernel; it is cut off if it sends a larger one
WAITING_MESSAGES = 16  # from a kernel, until they are read


def kernel_manager(sandbox: Sandbox, folder: Path) -> AsyncKernelManager:
    """A manager for one kernel, which is confined to the folder where that is possible.

    The folder was laid out by `confine.lay_out`. The kernel's sockets are in it, so that nobody
    else on the machine can listen in.

    Raises:
        NotConfined: it would not be confined, and strict isolation is demanded.
    """
    if not spawn.AVAILABLE:
        demand_full([NOT_AVAILABLE], sandbox)
    specs = WarmKernels(sandbox=sandbox, folder=folder) if spawn.AVAILABLE else KernelSpecManager()
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
        forked = fork(arguments, kwargs["cwd"], kwargs["env"], self.folder, self.sandbox, line)
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
