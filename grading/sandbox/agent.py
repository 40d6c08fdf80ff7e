"""The part of the grader that runs in the student's kernel, and calls the student's functions.

A kernel has it imported before it runs any code of the student's, who may have changed it since.
Nothing that it answers is believed: a kernel that has patched it spoils only its own answers.
"""

from __future__ import annotations

import json
import random
import socket
from typing import Any

import numpy as np
import torch
from safetensors.torch import load, save

from grading.sandbox import figures
from grading.sandbox.channel import LENGTHS, READY, pack
from grading.sandbox.values import Node, Tensors, decode, encode


def serve(namespace: dict[str, Any], descriptor: int, seed: int) -> None:
    """Call functions of the namespace as the grader asks for it, until it closes the channel.

    Args:
        descriptor: of the kernel's end of the channel.
        seed: makes what the student draws without a generator repeatable.
    """
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    with socket.socket(fileno=descriptor) as channel, channel.makefile("rb") as messages:
        channel.sendall(pack(READY, b""))
        while head := messages.read(LENGTHS.size):
            text, buffer = map(messages.read, LENGTHS.unpack(head))
            channel.sendall(_answer(namespace, text, buffer))


def _answer(namespace: dict[str, Any], text: bytes, buffer: bytes) -> bytes:
    """The message that answers a request; it is empty where the reply cannot be written."""
    tensors: Tensors = {}
    try:
        return pack(_reply(namespace, json.loads(text), buffer, tensors), save(tensors))
    except Exception:
        return pack(None, b"")


def _reply(namespace: dict[str, Any], request: Node, buffer: bytes, tensors: Tensors) -> Node:
    """Call the function and describe what came of it: an error, or all that it left."""
    function = namespace.get(request["function"])
    if not callable(function):
        return {"error": "missing"}
    sent = load(buffer)
    args = [decode(node, sent, keep_strides=True) for node in request["args"]]
    kwargs = {
        name: decode(node, sent, keep_strides=True) for name, node in request["kwargs"].items()
    }
    figures.forget()
    try:
        result = function(*args, **kwargs)
    except BaseException as error:  # SystemExit and KeyboardInterrupt too
        return {"error": "raised", "type": type(error).__name__}
    return {
        "result": encode(result, tensors),
        "args": [encode(value, tensors) for value in args],
        "kwargs": {name: encode(value, tensors) for name, value in kwargs.items()},
        "figures": figures.read(tensors),
    }
