"""The channel from the grader to its agent in a kernel: requests and answers, over a socket pair.

A message is two lengths, then JSON, then bytes. A call takes a tenth of the time that it would take
by Jupyter's own messages. The student's code can send anything at all over the other end.
"""

from __future__ import annotations

import fcntl
import json
import select
import socket
import struct
from contextlib import suppress
from typing import Any

from grading.sandbox.clock import Deadline

LENGTHS = struct.Struct("!II")  # of the JSON and of the bytes of a message, which follow
READY = {"ready": True}  # the agent's first message
MAX_JSON, MAX_BYTES = 4 << 20, 64 << 20  # of an answer
# An answer may be so many times as long as what was sent, and so many bytes longer: checks compute
# with what comes back, and some of it takes time that grows with the cube of a size.
GROWTH, SPARE = 8, 4 << 20
LEAST_NUMBER = 100  # of the kernel's end: beyond those of the files that a server has open
PIECE = 1 << 20  # bytes to read at once: memory is taken only for what has come


def pack(data: Any, buffer: bytes) -> bytes:
    """Return a message."""
    text = json.dumps(data).encode()
    return LENGTHS.pack(len(text), len(buffer)) + text + buffer


class TooLong(Exception):
    """An answer is longer than any that was asked for."""


class Channel:
    """The grader's end; `theirs` is the other end, until the kernel has it."""

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair()
        with theirs:
            self.theirs = socket.socket(
                fileno=fcntl.fcntl(theirs, fcntl.F_DUPFD_CLOEXEC, LEAST_NUMBER)
            )
        self._sent = 0  # bytes, with the latest message

    def close(self) -> None:
        """Close both ends, which ends the agent's work."""
        self._ours.close()
        self.theirs.close()

    def send(self, request: Any, buffer: bytes, deadline: Deadline) -> None:
        """Send a message to the agent. Raises as `receive` does."""
        self._sent = len(buffer)
        rest = memoryview(pack(request, buffer))
        while rest:
            self._ours.settimeout(deadline.step())
            with suppress(TimeoutError):
                try:
                    rest = rest[self._ours.send(rest) :]
                except ConnectionError as error:
                    raise EOFError from error

    def has_message(self, seconds: float) -> bool:
        """Wait so long for a message, or for the other end to be closed."""
        waiting = select.poll()
        waiting.register(self._ours, select.POLLIN)
        return bool(waiting.poll(1000 * seconds))

    def receive(self, deadline: Deadline) -> tuple[Any, bytes]:
        """Wait for the agent's next message: its JSON and its bytes.

        Raises:
            TimeoutError: there is none before the deadline.
            EOFError: the other end is closed.
            TooLong: more came than may.
            ValueError, RecursionError: what came is no message.
        """
        sizes = LENGTHS.unpack(self._read(LENGTHS.size, deadline))
        if sizes[0] > MAX_JSON or sizes[1] > min(MAX_BYTES, GROWTH * self._sent + SPARE):
            raise TooLong
        text, buffer = (self._read(size, deadline) for size in sizes)
        return json.loads(text), buffer

    def _read(self, size: int, deadline: Deadline) -> bytes:
        data = bytearray()
        while len(data) < size:
            self._ours.settimeout(deadline.step())
            try:
                piece = self._ours.recv(min(size - len(data), PIECE))
            except TimeoutError:
                continue
            except ConnectionError as error:
                raise EOFError from error
            if not piece:
                raise EOFError
            data += piece
        return bytes(data)
