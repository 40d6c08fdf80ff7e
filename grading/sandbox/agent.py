"""The part of the grader that runs in the student's kernel, and calls the student's functions.

A kernel has it imported before it runs any code of the student's, who may have changed it since.
Nothing that it answers is believed: a kernel that has patched it spoils only its own answers.
"""

from __future__ import annotations

import builtins
import json
import random
import socket
from collections.abc import Callable
from typing import Any, BinaryIO

import numpy as np
import torch
from safetensors.torch import load

from grading.sandbox import drawn
from grading.sandbox.accelerator import is_full
from grading.sandbox.channel import LENGTHS, READY, pack
from grading.sandbox.figures import encode_figure
from grading.sandbox.modes import given_modes, own_modes, read_modes, reset_modes
from grading.sandbox.values import Node, Tensors, decode, encode, restore, save


def serve(
    namespace: dict[str, Any],
    descriptor: int,
    seed: int,
    stand_ins: list[str],
    resets_modes: bool,
) -> None:
    """Call functions of the namespace as the grader asks for it, until it closes the channel.

    Args:
        descriptor: of the kernel's end of the channel.
        seed: makes what the student draws without a generator repeatable.
        stand_ins: the functions whose work the grader does in place of the student's own.
        resets_modes: whether torch's modes become those of a new kernel.
    """
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    if resets_modes:
        reset_modes()
    modes = read_modes()
    with socket.socket(fileno=descriptor) as channel, channel.makefile("rb") as messages:
        namespace.update((name, _stand_in(name, channel, messages)) for name in stand_ins)
        channel.sendall(pack(READY, b""))
        while message := _receive(messages):
            channel.sendall(_answer(namespace, modes, *message))


def _receive(messages: BinaryIO) -> tuple[bytes, bytes] | None:
    """Return the grader's next message, JSON and bytes; None once the channel is closed."""
    if not (head := messages.read(LENGTHS.size)):
        return None
    text, buffer = map(messages.read, LENGTHS.unpack(head))
    return text, buffer


def _stand_in(name: str, channel: socket.socket, messages: BinaryIO) -> Callable[..., Any]:
    """Return a function that has the grader do its work, which answers only meanwhile."""

    @own_modes()
    def stand_in(*args: Any, **kwargs: Any) -> Any:
        tensors: Tensors = {}
        call: Node = {"stand_in": name, "args": [encode(value, tensors) for value in args]}
        call["kwargs"] = {key: encode(value, tensors) for key, value in kwargs.items()}
        channel.sendall(pack(call, save(tensors)))
        text, buffer = _receive(messages) or (b"{}", b"")
        answer, sent = json.loads(text), load(buffer) if buffer else {}
        if "result" not in answer:
            raise getattr(builtins, answer.get("error", "RuntimeError"))
        if "args" in answer:
            restore(list(args), decode(answer["args"], sent, keep_strides=True))
            for key, value in kwargs.items():
                restore(value, decode(answer["kwargs"][key], sent, keep_strides=True))
        return decode(answer["result"], sent, keep_strides=True)

    return stand_in


def _answer(
    namespace: dict[str, Any], modes: dict[str, object], text: bytes, buffer: bytes
) -> bytes:
    """Return the message that answers a request; it is empty where the reply cannot be written."""
    tensors: Tensors = {}
    try:
        reply = _reply(namespace, modes, text, buffer, tensors)
        with own_modes():
            return pack(reply, save(tensors))
    except Exception:
        return pack(None, b"")


def _share_memory(value: Any, other: Any) -> bool:
    """Whether both are tensors of the same numbers in memory."""
    if not (isinstance(value, torch.Tensor) and isinstance(other, torch.Tensor)):
        return False
    place = value.untyped_storage().data_ptr()
    return place != 0 and place == other.untyped_storage().data_ptr()


def _reply(
    namespace: dict[str, Any],
    modes: dict[str, object],
    text: bytes,
    buffer: bytes,
    tensors: Tensors,
) -> Node:
    """Call the function and describe what came of it: an error, or all that it left."""
    with own_modes():
        request, sent = json.loads(text), load(buffer)
        function = namespace.get(request["function"])
        if request["args"] is None and request["function"] in namespace:
            return {"result": encode(function, tensors), "figures": []}
        if request["args"] is None or not callable(function):
            found = type(function).__name__ if request["function"] in namespace else ""
            return {"error": "missing", "type": found}
        args = [decode(node, sent, keep_strides=True) for node in request["args"]]
        kwargs = {
            name: decode(node, sent, keep_strides=True) for name, node in request["kwargs"].items()
        }
        drawn.begin()
    given = request["modes"]
    with given_modes(**given):
        expected = modes | (read_modes() if given else {})
        state = torch.get_rng_state()
        try:
            result = function(*args, **kwargs)
        except BaseException as error:  # SystemExit and KeyboardInterrupt too
            kinds = [kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"]
            name = type(error).__name__
            is_out = is_full(name, str(error))
            return {"error": "raised", "type": name, "kinds": kinds, "found_it_full": is_out}
        changed = [name for name, mode in read_modes().items() if mode != expected[name]]
        drew_by_default = not torch.equal(state, torch.get_rng_state())
    with own_modes():
        left: Node = {"args": [encode(value, tensors) for value in args]}
        left["kwargs"] = {name: encode(value, tensors) for name, value in kwargs.items()}
        if all(left[part] == request[part] for part in left) and save(tensors) == buffer:
            left = {}
            tensors.clear()
        return left | {
            "result": encode(result, tensors),
            "figures": [encode_figure(figure, tensors) for figure in drawn.drawn()],
            "drew_by_default": drew_by_default,
            "changed_modes": changed,
            "shares_memory": any(_share_memory(value, result) for value in args),
        }
