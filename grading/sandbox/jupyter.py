"""Connects Jupyter to confined kernels: a kernel manager, its provisioner and its client."""

from __future__ import annotations

import math
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Instance, Type, default

from grading.sandbox import spawn
from grading.sandbox.clock import Deadline, Stopwatch
from grading.sandbox.confinement import SOCKETS
from grading.sandbox.policy import Sandbox

LAUNCHER = "ipykernel_launcher"
SECONDS_TO_END = 5  # for a kernel that has been killed
RETRY = 5  # milliseconds between attempts to reach a kernel that does not listen yet
MAX_MESSAGE = 256 << 20  # bytes; a kernel that sends a larger one is cut off


def kernel_manager(sandbox: Sandbox, scratch: Path) -> AsyncKernelManager:
    """Return a manager for one kernel, which is confined to the scratch folder where possible.

    The kernel's sockets are in that folder, so that nobody else on the machine can listen in.

    Raises:
        NotConfined: the kernel would not be confined, and isolation is strict.
    """
    manager = AsyncKernelManager(
        kernel_name="python3",
        connection_file=str(scratch / SOCKETS / "connection.json"),
        transport="ipc",
        ip=str(scratch / SOCKETS / "socket"),
        client_factory=PromptClient,
    )
    if spawn.AVAILABLE:
        provisioner = {
            "provisioner_name": "warm-kernel",
            "config": {"sandbox": sandbox, "scratch": scratch},
        }
        assert manager.kernel_spec is not None
        manager.kernel_spec.metadata |= {"kernel_provisioner": provisioner}
    else:
        sandbox.check([spawn.NOT_AVAILABLE])
    return manager


class WarmProvisioner(LocalProvisioner):
    """Starts ipykernel as a fork of the server that has done the imports, confined.

    jupyter_client finds this class by the entry point `warm-kernel`.
    """

    sandbox = Instance(Sandbox)
    scratch = Instance(Path)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel; its standard streams are closed, whatever the caller wanted."""
        arguments = cmd[cmd.index(LAUNCHER) + 1 :]
        (channel,) = kwargs["pass_fds"]
        process = spawn.fork(
            arguments, kwargs["cwd"], kwargs["env"], self.scratch, self.sandbox, channel
        )
        self.process = process  # type: ignore[assignment]
        self.pid = process.pid
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and wait for its end, which jupyter_client would notice later."""
        await super().kill(restart)
        if isinstance(self.process, spawn.KernelProcess):
            self.process.poll(SECONDS_TO_END)


class PatientChannel(AsyncZMQSocketChannel):
    """A channel whose timeouts are in processor time of the kernel.

    Attributes:
        stopwatch: measures the kernel; without a stopwatch, timeouts are in wall-clock time.
    """

    stopwatch: Stopwatch | None = None

    async def get_msg(  # type: ignore[override]
        self, timeout: float | None = None
    ) -> dict[str, Any]:
        """Return the next message.

        Raises:
            Empty: no message has come in so many seconds.
        """
        if self.stopwatch is None or timeout is None:
            return await super().get_msg(timeout)
        deadline = Deadline(self.stopwatch, timeout)
        while True:
            try:
                step = deadline.step()
            except TimeoutError:
                raise Empty from None
            with suppress(Empty):
                return await super().get_msg(step)


class PromptClient(AsyncKernelClient):
    """A client that takes a kernel as ready once it answers; the usual one waits for silence."""

    shell_channel_class = Type(PatientChannel)

    @default("context")
    def _prompt_context(self) -> zmq.asyncio.Context:
        self._created_context = True
        context = zmq.asyncio.Context()
        context.setsockopt(zmq.RECONNECT_IVL, RETRY)
        context.setsockopt(zmq.MAXMSGSIZE, MAX_MESSAGE)
        return context

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Ask the kernel for its info until it answers, and is idle after that.

        Raises:
            RuntimeError: the kernel has died, or does not answer in so many seconds.
        """
        end = time.monotonic() + (timeout or math.inf)
        with suppress(Empty):
            await self.get_iopub_msg(timeout=1)  # the kernel's welcome: messages before it are lost
        while not await self._is_idle_after(self.kernel_info()):
            if not await self.is_alive():
                raise RuntimeError("the kernel died before it was ready")
            if time.monotonic() > end:
                raise RuntimeError("the kernel did not get ready in time")

    async def has_run(self, request: str) -> bool:
        """Return whether a reply of the kernel's has come, and is to this request."""
        has_reply = await self.shell_channel.msg_ready()
        return has_reply and _request_of(await self.get_shell_msg(timeout=1)) == request

    async def _is_idle_after(self, request: str) -> bool:
        """Return whether the kernel soon says, on both channels, that a request is done."""
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
