"""The channel from the grader to its agent in a kernel: requests and answers, over a socket pair.

A message is two lengths, then JSON, then bytes. A call takes a tenth of the time that it would take
by Jupyter's own messages. The student's code can send anything at all over the other end.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

LENGTHS = struct.Struct("!II")  # of the JSON and of the bytes of a message, which follow
READY = {"ready": True}  # the agent's first message
MAX_JSON = 16 << 20  # bytes
MAX_BYTES = 64 << 20
PIECE = 1 << 20  # bytes to read at once: memory is taken only for what has come


def pack(data: Any, buffer: bytes) -> bytes:
    """A message."""
    text = json.dumps(data).encode()
    return LENGTHS.pack(len(text), len(buffer)) + text + buffer


class Channel:
    """The grader's end; `theirs` is the other end, until the kernel has it."""

    def __init__(self) -> None:
        self._ours, self.theirs = socket.socketpair()

    def close(self) -> None:
        """Close both ends, which ends the agent's work."""
        self._ours.close()
        self.theirs.close()

    def ask(self, request: Any, buffer: bytes, seconds: float) -> tuple[Any, bytes]:
        """Send a request and wait for the answer to it.

        Raises:
            TimeoutError: there is none after so many seconds.
            EOFError: the other end is closed.
            ValueError, RecursionError: what came is no answer.
        """
        deadline = time.monotonic() + seconds
        try:
            self._ours.settimeout(seconds)
            self._ours.sendall(pack(request, buffer))
        except ConnectionError as error:
            raise EOFError from error
        return self.answer(deadline)

    def answer(self, deadline: float) -> tuple[Any, bytes]:
        """Wait for the agent's next message, whether or not it was asked. Raises as `ask` does."""
        sizes = LENGTHS.unpack(self._read(LENGTHS.size, deadline))
        if sizes[0] > MAX_JSON or sizes[1] > MAX_BYTES:
            raise ValueError("the answer is too long")
        text, buffer = (self._read(size, deadline) for size in sizes)
        return json.loads(text), buffer

    def _read(self, size: int, deadline: float) -> bytes:
        data = bytearray()
        while len(data) < size:
            self._ours.settimeout(max(deadline - time.monotonic(), 1e-3))
            try:
                piece = self._ours.recv(min(size - len(data), PIECE))
            except ConnectionError as error:
                raise EOFError from error
            if not piece:
                raise EOFError
            data += piece
        return bytes(data)
