"""The channel to a kernel's agent: whatever the other end does, the grader goes on."""

import json
import socket
import threading

import pytest
from support import HANG

from grading.sandbox.channel import LENGTHS, MAX_BYTES, MAX_JSON, SPARE, Channel, TooLong
from grading.sandbox.clock import Deadline, Stopwatch


@pytest.fixture
def channel():
    channel = Channel()
    yield channel
    channel.close()


def after(seconds: float) -> Deadline:
    """A deadline by the clock on the wall, as there is no kernel."""
    return Deadline(Stopwatch(), seconds)


def ask(channel: Channel, buffer: bytes, seconds: float):
    deadline = after(seconds)
    channel.send({"f": [1, None]}, buffer, deadline)
    return channel.receive(deadline)


def message(text: bytes, buffer: bytes = b"") -> bytes:
    return LENGTHS.pack(len(text), len(buffer)) + text + buffer


def test_a_request_is_answered(channel):
    def answer():
        sizes = LENGTHS.unpack(channel.kernel_end.recv(LENGTHS.size, socket.MSG_WAITALL))
        text, buffer = (channel.kernel_end.recv(size, socket.MSG_WAITALL) for size in sizes)
        for byte in message(text, buffer[::-1]):
            channel.kernel_end.sendall(bytes([byte]))

    thread = threading.Thread(target=answer)
    thread.start()
    assert ask(channel, b"abc", HANG) == ({"f": [1, None]}, b"cba")
    thread.join()


@pytest.mark.parametrize(
    "sent",
    [
        message(b"no json"),
        message(b"\xff\xfe\xfd"),
        message(b"1" * 10_000),  # more digits than Python reads
        message(b"[" * 100_000),
    ],
)
def test_what_is_no_answer_is_refused(channel, sent):
    channel.kernel_end.sendall(sent)
    with pytest.raises((ValueError, RecursionError)):
        channel.receive(after(HANG))


@pytest.mark.parametrize(
    ("asked", "sizes"),
    [(0, (MAX_JSON + 1, 0)), (MAX_BYTES, (0, MAX_BYTES + 1)), (0, (0, SPARE + 1))],
)
def test_an_answer_may_be_as_long_as_what_was_asked_for_but_not_far_longer(channel, asked, sizes):
    size = len(message(b"null", bytes(asked)))
    reader = threading.Thread(target=channel.kernel_end.recv, args=[size, socket.MSG_WAITALL])
    reader.start()
    channel.send(None, bytes(asked), after(HANG))
    reader.join()
    channel.kernel_end.sendall(LENGTHS.pack(*sizes))
    with pytest.raises(TooLong):
        channel.receive(after(HANG))


@pytest.mark.parametrize("sent", [b"", b"\0", LENGTHS.pack(10, 10) + b"{"])
def test_silence_ends_in_time(channel, sent):
    channel.kernel_end.sendall(sent)
    with pytest.raises(TimeoutError):  # else it would wait for ever
        ask(channel, b"", 0.2)


def test_a_drip_does_not_put_the_end_off(channel):
    stop = threading.Event()

    def drip():
        channel.kernel_end.sendall(LENGTHS.pack(0, SPARE))
        while not stop.wait(0.01):  # so it would go on for an hour
            channel.kernel_end.sendall(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    with pytest.raises(TimeoutError):
        channel.receive(after(0.1))
    stop.set()
    thread.join()


def test_a_full_channel_ends_in_time(channel):
    with pytest.raises(TimeoutError):
        ask(channel, bytes(16 << 20), 0.2)


def test_a_closed_channel_is_told_from_a_silent_one(channel):
    channel.kernel_end.close()
    with pytest.raises(EOFError):
        ask(channel, b"", HANG)


def test_an_answer_is_json_and_bytes(channel):
    channel.kernel_end.sendall(message(json.dumps({"a": float("nan")}).encode(), b"\0"))
    data, buffer = channel.receive(after(10))
    assert data["a"] != data["a"]
    assert buffer == b"\0"
