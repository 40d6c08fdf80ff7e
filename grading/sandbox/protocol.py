"""The messages between the grader, the fork server and a kernel's supervisor.

A message is one JSON object in one packet of a socket pair (SOCK_SEQPACKET):

    grader → fork server   Imports, once
    grader → fork server   KernelRequest, with the supervisor's end of a new socket pair and, if
                           the kernel is to have a channel, the channel's kernel end
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
    """The import statements to run before kernels are forked, as code."""

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
        channel: descriptor of the channel in the grader, and also in the kernel; None without one.
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
    """The started kernel, or the error that stopped the kernel from starting.

    Attributes:
        pid: number of the kernel's process.
        missing: the parts of confinement that the kernel has to do without.
        error: the traceback; empty if there was no error.
        number: Linux's number of the error; 0 for an error without one.
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
    """Return the message about the error that is handled now."""
    error_number = getattr(error, "errno", None) or 0
    return Started(pid=0, missing=[], error=traceback.format_exc(), number=error_number)


def send(
    to: socket.socket,
    message: Imports | KernelRequest | Started | Signal | Ended,
    *descriptors: int,
) -> None:
    """Send a message together with copies of file descriptors."""
    socket.send_fds(to, [json.dumps(message).encode()], descriptors)


def receive(source: socket.socket) -> Any:
    """Return the next message; None once the other end is closed."""
    return receive_with_descriptors(source)[0]


def receive_with_descriptors(source: socket.socket) -> tuple[Any, list[int]]:
    """Return the next message and the file descriptors that came with it."""
    message, descriptors, _, _ = socket.recv_fds(source, MAX_MESSAGE, 2)
    return json.loads(message or "null"), descriptors
