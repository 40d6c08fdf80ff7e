"""What the grader, the fork server and a kernel's supervisor tell each other.

A message is one JSON object in one packet of a socket pair (SOCK_SEQPACKET):

    grader → fork server   Imports, once
    grader → fork server   KernelRequest, with the supervisor's end of a new socket pair and, if
                           the kernel is to have a channel, the kernel's end of that
    supervisor → grader    Started, once the kernel runs or could not be started
    grader → supervisor    Signal
    supervisor → grader    Ended, once nothing of the kernel is left
"""

from __future__ import annotations

import json
import socket
import traceback
from typing import Any, TypedDict

from grading.sandbox.told import Told

MAX_MESSAGE = 1 << 20  # bytes


class Imports(TypedDict):
    """What kernels are to have imported, as code."""

    code: str


class KernelRequest(TypedDict):
    """Asks for a kernel.

    Attributes:
        arguments: for ipykernel.
        cwd, env: the kernel's working folder and environment.
        scratch: the only folder that it may write to, made by `grading.sandbox.scratch`.
        confined: whether to confine it.
        limits: the fields of `grading.sandbox.policy.Limits`.
        grader: number of the process that the kernel sends its messages to.
        channel: number that the channel has in the grader and is to have in the kernel, if any.
    """

    arguments: list[str]
    cwd: str
    env: dict[str, str]
    scratch: str
    confined: bool
    limits: dict[str, Any]
    grader: int
    channel: int | None


class Started(TypedDict):
    """The number of the kernel's process and what is not confined, or the error that stopped it.

    Attributes:
        number: that Linux has for the error; 0 where it has none.
    """

    pid: int
    missing: list[str]
    error: str
    number: int


class Signal(TypedDict):
    """A signal for the kernel's process group."""

    signal: int


class Ended(TypedDict):
    """Why the supervisor ended the kernel; empty where the kernel ended by itself."""

    reason: Told


def not_started(error: BaseException) -> Started:
    """Return what is to be told of the error that is handled now."""
    number = getattr(error, "errno", None) or 0
    return Started(pid=0, missing=[], error=traceback.format_exc(), number=number)


def send(
    to: socket.socket,
    message: Imports | KernelRequest | Started | Signal | Ended,
    *descriptors: int,
) -> None:
    """Send a message, and copies of file descriptors with it."""
    socket.send_fds(to, [json.dumps(message).encode()], descriptors)


def receive(source: socket.socket) -> Any:
    """Return the next message; None once the other end is closed."""
    return receive_with_descriptors(source)[0]


def receive_with_descriptors(source: socket.socket) -> tuple[Any, list[int]]:
    """Return the next message and the file descriptors that came with it."""
    message, descriptors, _, _ = socket.recv_fds(source, MAX_MESSAGE, 2)
    return json.loads(message or "null"), descriptors
