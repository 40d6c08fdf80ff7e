"""The channel between the grader and its agent in a kernel: requests and replies, by a socket pair.

A message is two lengths, then JSON, then bytes. A call takes a tenth of the time of a call by
Jupyter's own messages. The student's code can send anything at all over the other end.
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
MAX_JSON, MAX_BYTES = 4 << 20, 64 << 20  # of a reply
# A reply's bytes may be GROWTH times as many as the request's, and SPARE more: checks compute with
# what comes back, and some computations take time that grows with the cube of a size.
GROWTH, SPARE = 8, 4 << 20
LEAST_NUMBER = 100  # of the kernel's end: beyond the numbers of the files that a server has open
PIECE = 1 << 20  # bytes to read at once: memory is taken only for what has come


def pack(data: Any, buffer: bytes) -> bytes:
    """Return the bytes of a message: its lengths, its JSON, and its own bytes."""
    text = json.dumps(data).encode()
    return LENGTHS.pack(len(text), len(buffer)) + text + buffer


class TooLong(Exception):
    """A reply is longer than any request can need."""


class Channel:
    """A channel, seen from the grader's end.

    Attributes:
        kernel_end: the other end, until the kernel has taken it over.
    """

    def __init__(self) -> None:
        self._grader_end, kernel_end = socket.socketpair()
        with kernel_end:
            self.kernel_end = socket.socket(
                fileno=fcntl.fcntl(kernel_end, fcntl.F_DUPFD_CLOEXEC, LEAST_NUMBER)
            )
        self._bytes_sent = 0  # with the latest request

    def close(self) -> None:
        """Close both ends, which ends the agent's work."""
        self._grader_end.close()
        self.kernel_end.close()

    def send(self, request: Any, buffer: bytes, deadline: Deadline) -> None:
        """Send a request to the agent. Raise what `receive` raises."""
        self._bytes_sent = len(buffer)
        unsent = memoryview(pack(request, buffer))
        while unsent:
            self._grader_end.settimeout(deadline.step())
            with suppress(TimeoutError):
                try:
                    unsent = unsent[self._grader_end.send(unsent) :]
                except ConnectionError as error:
                    raise EOFError from error

    def has_message(self, seconds: float) -> bool:
        """Return whether a message, or the end of the channel, comes within so many seconds."""
        poller = select.poll()
        poller.register(self._grader_end, select.POLLIN)
        return bool(poller.poll(1000 * seconds))

    def receive(self, deadline: Deadline) -> tuple[Any, bytes]:
        """Wait for the agent's next message, and return its JSON and its bytes.

        Raises:
            TimeoutError: there is none before the deadline.
            EOFError: the other end is closed.
            TooLong: the message is longer than is allowed.
            ValueError, RecursionError: the message is malformed.
        """
        sizes = LENGTHS.unpack(self._read(LENGTHS.size, deadline))
        if sizes[0] > MAX_JSON or sizes[1] > min(MAX_BYTES, GROWTH * self._bytes_sent + SPARE):
            raise TooLong
        text, buffer = (self._read(size, deadline) for size in sizes)
        return json.loads(text), buffer

    def _read(self, size: int, deadline: Deadline) -> bytes:
        data = bytearray()
        while len(data) < size:
            self._grader_end.settimeout(deadline.step())
            try:
                piece = self._grader_end.recv(min(size - len(data), PIECE))
            except TimeoutError:
                continue
            except ConnectionError as error:
                raise EOFError from error
            if not piece:
                raise EOFError
            data += piece
        return bytes(data)
