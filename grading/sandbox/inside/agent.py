"""The agent: the part of the grader in the student's kernel, which calls the student's functions.

A kernel has imported the agent before the student's code runs, but that code may patch the agent.
So the grader trusts no reply: a kernel with a patched agent spoils only its own replies.
"""

from __future__ import annotations

import builtins
import json
import operator
import random
import socket
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any, BinaryIO

import numpy as np
import torch
from safetensors.torch import load

from grading.sandbox.accelerator import is_full
from grading.sandbox.channel import LENGTHS, READY, pack
from grading.sandbox.inside import drawn
from grading.sandbox.inside.figures import encode_figure
from grading.sandbox.inside.modes import modes_for_call, own_modes, read_modes, reset_modes
from grading.sandbox.values import Keeper, Node, Tensors, decode, encode, has_fields, restore, save

STUDENTS = "__main__"  # the module of a class that a notebook defines
# How a value can be used, besides calling it or evaluating an expression.
USES: dict[str, Callable[..., Any]] = {
    "attribute": getattr,
    "item": operator.getitem,
    "iterate": iter,
    "next": next,
}


class Agent(Keeper):
    """Handles the grader's requests in a kernel, until the grader closes the channel.

    A value that cannot be sent is kept here under a number, by which the grader can use the value.

    Args:
        namespace: the notebook's global variables.
        channel, messages: the kernel's end of the channel, to write to and to read from.
    """

    def __init__(
        self, namespace: dict[str, Any], channel: socket.socket, messages: BinaryIO
    ) -> None:
        self._namespace = namespace
        self._channel = channel
        self._messages = messages
        self._modes = read_modes()
        self._kept: dict[int, Any] = {}
        self._numbers = count()
        # Arguments of the request, with their JSON, by id. They are kept alive, so ids are unique.
        self._sent: dict[int, tuple[Any, Node]] = {}

    def serve(self) -> None:
        """Answer the grader's requests."""
        self._channel.sendall(pack(READY, b""))
        while message := self._receive():
            self._channel.sendall(self._answer(*message))

    def function(self, name: str) -> Callable[..., Any]:
        """Return a function that calls one of the grader's, which works only during a request."""

        def ask(*args: Any, **kwargs: Any) -> Any:
            return self._ask(name, args, kwargs)

        return ask

    def _ask(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        with own_modes():
            tensors: Tensors = {}
            question: Node = {"ask": name, "args": [encode(value, tensors) for value in args]}
            question["kwargs"] = {key: encode(value, tensors) for key, value in kwargs.items()}
            self._channel.sendall(pack(question, save(tensors)))
            text, buffer = self._receive() or (b"{}", b"")
            answer, sent = json.loads(text), load(buffer) if buffer else {}
            if "result" not in answer:
                raise getattr(builtins, answer.get("error", "RuntimeError"))
            if "args" in answer:
                restore(list(args), decode(answer["args"], sent, keep_strides=True))
                for key, value in kwargs.items():
                    restore(value, decode(answer["kwargs"][key], sent, keep_strides=True))
            return decode(answer["result"], sent, keep_strides=True)

    def _receive(self) -> tuple[bytes, bytes] | None:
        """Return the grader's next message, JSON and bytes; None once the channel is closed."""
        if not (lengths := self._messages.read(LENGTHS.size)):
            return None
        text, buffer = map(self._messages.read, LENGTHS.unpack(lengths))
        return text, buffer

    def written(self, value: Any) -> Node | None:
        """Return the JSON of an argument as sent, or of an object of the notebook's classes."""
        if id(value) in self._sent:
            return self._sent[id(value)][1]
        is_own = type(value).__module__ == STUDENTS and isinstance(value, list | dict | set | tuple)
        return self.keep(value) if is_own and not has_fields(value) else None

    def keep(self, value: Any) -> Node:
        """Keep a value under a new number, and return the JSON of its handle."""
        number = next(self._numbers)
        self._kept[number] = value
        return {"kind": "kept", "type": type(value).__name__, "handle": number}

    def read(self, node: Node) -> Any:
        """Return the kept value of a handle, or a function that calls one of the grader's."""
        if "handle" not in node and "ask" not in node:
            return super().read(node)
        value = self._kept[node["handle"]] if "handle" in node else self.function(node["ask"])
        self._sent[id(value)] = value, node
        return value

    def _answer(self, text: bytes, buffer: bytes) -> bytes:
        """Return the message that answers a request; null if no reply can be written."""
        tensors: Tensors = {}
        try:
            reply = self._reply(text, buffer, tensors)
            with own_modes():
                return pack(reply, save(tensors))
        except Exception:
            return pack(None, b"")

    def _reply(self, text: bytes, buffer: bytes, tensors: Tensors) -> Node:
        """Use a value as requested; return the reply, an error or the result with all effects."""
        with own_modes():
            request, sent = json.loads(text), load(buffer)
            for number in request["forget"]:
                self._kept.pop(number, None)
            self._sent = {}
            read = partial(decode, tensors=sent, keep_strides=True, keeper=self)
            args = [read(node) for node in request["args"]]
            kwargs = {name: read(node) for name, node in request["kwargs"].items()}
            use = self._use(request["how"], request["target"])
            if isinstance(use, str):
                return {"error": "missing", "type": use}
            if request["how"] == "call":
                drawn.begin()
        modes = request["modes"]
        with modes_for_call(**modes):
            expected = self._modes | (read_modes() if modes else {})
            generator_state = torch.get_rng_state()
            try:
                result = use(*args, **kwargs)
            except BaseException as error:  # SystemExit and KeyboardInterrupt too
                return _failure(error)
            changed_modes = [name for name, mode in read_modes().items() if mode != expected[name]]
            drew_by_default = not torch.equal(generator_state, torch.get_rng_state())
        with own_modes():
            write = partial(encode, tensors=tensors, keeper=self)
            after: Node = {"args": list(map(write, args))}
            after["kwargs"] = {name: write(value) for name, value in kwargs.items()}
            if all(after[part] == request[part] for part in after) and save(tensors) == buffer:
                after = {}
                tensors.clear()
            figures = drawn.drawn() if request["how"] == "call" else []
            return after | {
                "result": self.keep(result) if request["how"] == "iterate" else write(result),
                "figures": [encode_figure(figure, tensors) for figure in figures],
                "drew_by_default": drew_by_default,
                "changed_modes": changed_modes,
                "shares_memory": any(_share_memory(value, result) for value in args),
            }

    def _use(self, how: str, target: str | int) -> Callable[..., Any] | str:
        """Return a function that uses the target; or a text if there is none to use.

        The text is the type of a target that cannot be called, and empty if there is no target.

        Args:
            how: the use.
            target: a name of the notebook's; with `how="value"` also an expression; or the number
                of a handle.
        """
        if how == "value":
            if target not in self._namespace and str(target).isidentifier():
                return ""
            return partial(eval, str(target), self._namespace)
        values: dict[Any, Any] = self._namespace if isinstance(target, str) else self._kept
        if target not in values:
            return ""
        value = values[target]
        if how == "call":
            return value if callable(value) else type(value).__name__
        return partial(USES[how], value)


def serve(
    namespace: dict[str, Any],
    descriptor: int,
    seed: int,
    stand_ins: list[str],
    resets_modes: bool,
) -> None:
    """Handle the grader's requests, until the grader closes the channel.

    Args:
        namespace: the notebook's global variables.
        descriptor: the descriptor of the kernel's end of the channel.
        seed: makes random numbers of the default generators repeatable.
        stand_ins: names of functions whose work the grader does in place of the student's own.
        resets_modes: whether torch's modes become those of a new kernel.
    """
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    if resets_modes:
        reset_modes()
    with socket.socket(fileno=descriptor) as channel, channel.makefile("rb") as messages:
        agent = Agent(namespace, channel, messages)
        namespace.update((name, agent.function(name)) for name in stand_ins)
        agent.serve()


def _share_memory(value: Any, other: Any) -> bool:
    """Return whether both values are tensors that share memory."""
    if not (isinstance(value, torch.Tensor) and isinstance(other, torch.Tensor)):
        return False
    place = value.untyped_storage().data_ptr()
    return place != 0 and place == other.untyped_storage().data_ptr()


def _failure(error: BaseException) -> Node:
    """Return the reply for an exception."""
    kinds = [kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"]
    name = type(error).__name__
    is_out_of_memory = is_full(name, str(error))
    return {"error": "raised", "type": name, "kinds": kinds, "met_full_device": is_out_of_memory}
