"""The grader's end of the line to its agent in a kernel: requests and answers, over a socket pair.

A message is two lengths, then JSON, then bytes. A call goes over it in a tenth of the time that
Jupyter's own messages take. What the other end sends is a student's to choose.
"""

from __future__ import annotations

import json
import socket
import time
from typing import Any

from grading.sandbox import agent

MOST_JSON = 16 << 20  # bytes
MOST_BYTES = 64 << 20
PIECE = 1 << 20  # bytes read at once: memory is taken only for what has come


class Channel:
    """One end of a socket pair; `theirs` is the other, until it has been handed on."""

    def __init__(self) -> None:
        self._ours, self.theirs = socket.socketpair()

    def hand_on(self) -> None:
        """Keep no copy of the other end, so that it is closed when the kernel has ended."""
        self.theirs.close()

    def close(self) -> None:
        """Hang up."""
        self._ours.close()
        self.theirs.close()

    def ask(self, request: agent.Node, buffer: bytes, seconds: float) -> tuple[Any, bytes]:
        """Send a request and wait for the answer to it.

        Raises:
            TimeoutError: there is none after so many seconds.
            EOFError: nobody is at the other end any more.
            ValueError, RecursionError: what came is no answer.
        """
        deadline = time.monotonic() + seconds
        text = json.dumps(request).encode()
        try:
            self._ours.settimeout(seconds)
            self._ours.sendall(agent.LENGTHS.pack(len(text), len(buffer)) + text + buffer)
        except ConnectionError as error:
            raise EOFError from error
        return self.answer(deadline)

    def answer(self, deadline: float) -> tuple[Any, bytes]:
        """Wait for an answer, also to what was not asked over the line. See `ask`."""
        sizes = agent.LENGTHS.unpack(self._read(agent.LENGTHS.size, deadline))
        if sizes[0] > MOST_JSON or sizes[1] > MOST_BYTES:
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
