"""The line to a kernel's agent: whatever the other end does, the grader gets on with its work."""

import json
import socket
import threading
import time

import pytest

from grading.sandbox.agent import LENGTHS
from grading.sandbox.channel import MOST_BYTES, MOST_JSON, Channel


@pytest.fixture
def line():
    line = Channel()
    yield line
    line.close()


def message(text: bytes, buffer: bytes = b"") -> bytes:
    return LENGTHS.pack(len(text), len(buffer)) + text + buffer


def test_a_request_is_answered(line):
    def answer():
        sizes = LENGTHS.unpack(line.theirs.recv(LENGTHS.size, socket.MSG_WAITALL))
        text, buffer = (line.theirs.recv(size, socket.MSG_WAITALL) for size in sizes)
        for byte in message(text, buffer[::-1]):
            line.theirs.sendall(bytes([byte]))

    thread = threading.Thread(target=answer)
    thread.start()
    assert line.ask({"f": [1, None]}, b"abc", seconds=10) == ({"f": [1, None]}, b"cba")
    thread.join()


@pytest.mark.parametrize(
    "sent",
    [
        LENGTHS.pack(MOST_JSON + 1, 0),
        LENGTHS.pack(0, MOST_BYTES + 1),
        message(b"no json"),
        message(b"\xff\xfe\xfd"),
        message(b"1" * 10_000),  # more digits than Python reads
        message(b"[" * 100_000),
    ],
)
def test_what_is_no_answer_is_refused(line, sent):
    line.theirs.sendall(sent)
    with pytest.raises((ValueError, RecursionError)):
        line.answer(time.monotonic() + 10)


@pytest.mark.parametrize("sent", [b"", b"\0", LENGTHS.pack(10, 10) + b"{"])
def test_silence_ends_in_time(line, sent):
    line.theirs.sendall(sent)
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        line.ask({}, b"", seconds=0.2)
    assert time.monotonic() - started < 5


def test_a_drip_does_not_put_the_end_off(line):
    stop = threading.Event()

    def drip():
        line.theirs.sendall(LENGTHS.pack(0, 1000))
        while not stop.wait(0.05):
            line.theirs.sendall(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    with pytest.raises(TimeoutError):
        line.answer(time.monotonic() + 0.3)
    stop.set()
    thread.join()


def test_a_full_line_ends_in_time(line):
    with pytest.raises(TimeoutError):
        line.ask({}, bytes(16 << 20), seconds=0.2)


def test_a_closed_line_is_told_from_a_silent_one(line):
    line.hand_on()
    with pytest.raises(EOFError):
        line.ask({}, b"", seconds=10)


def test_an_answer_is_json_and_bytes(line):
    line.theirs.sendall(message(json.dumps({"a": float("nan")}).encode(), b"\0"))
    data, buffer = line.answer(time.monotonic() + 10)
    assert data["a"] != data["a"]
    assert buffer == b"\0"
