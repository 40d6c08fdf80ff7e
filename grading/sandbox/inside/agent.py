"""The part of the grader that runs in the student's kernel, and calls the student's functions.

A kernel has it imported before it runs any code of the student's, who may have changed it since.
Nothing that it answers is believed: a kernel that has patched it spoils only its own answers.
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
from grading.sandbox.inside.modes import given_modes, own_modes, read_modes, reset_modes
from grading.sandbox.values import Keeper, Node, Tensors, decode, encode, has_fields, restore, save

STUDENTS = "__main__"  # the module of a class that a notebook defines
# What may be done with a value, but for calling it, and looking up what has a name.
USES: dict[str, Callable[..., Any]] = {
    "attribute": getattr,
    "item": operator.getitem,
    "iterate": iter,
    "next": next,
}


class Agent(Keeper):
    """Does in a kernel what the grader asks for, until the grader closes the channel.

    What cannot be sent is kept here under a number, by which the grader can use it.

    Args:
        namespace: of the notebook.
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
        # Arguments, and how the grader wrote them, by their ids; no other object has these then.
        self._sent: dict[int, tuple[Any, Node]] = {}

    def serve(self) -> None:
        """Answer the grader's requests."""
        self._channel.sendall(pack(READY, b""))
        while message := self._receive():
            self._channel.sendall(self._answer(*message))

    def function(self, name: str) -> Callable[..., Any]:
        """Return a function that has the grader do its work, which answers only meanwhile."""

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
        if not (head := self._messages.read(LENGTHS.size)):
            return None
        text, buffer = map(self._messages.read, LENGTHS.unpack(head))
        return text, buffer

    def written(self, value: Any) -> Node | None:
        """Return how an argument was written, or an object of a class of the notebook's own."""
        if id(value) in self._sent:
            return self._sent[id(value)][1]
        is_own = type(value).__module__ == STUDENTS and isinstance(value, list | dict | set | tuple)
        return self.keep(value) if is_own and not has_fields(value) else None

    def keep(self, value: Any) -> Node:
        """Keep a value, and return what the grader is told of it."""
        number = next(self._numbers)
        self._kept[number] = value
        return {"kind": "kept", "type": type(value).__name__, "handle": number}

    def read(self, node: Node) -> Any:
        """Return what was kept, or a function that asks the grader."""
        if "handle" not in node and "ask" not in node:
            return super().read(node)
        value = self._kept[node["handle"]] if "handle" in node else self.function(node["ask"])
        self._sent[id(value)] = value, node
        return value

    def _answer(self, text: bytes, buffer: bytes) -> bytes:
        """Return the message that answers a request; it is empty where none can be written."""
        tensors: Tensors = {}
        try:
            reply = self._reply(text, buffer, tensors)
            with own_modes():
                return pack(reply, save(tensors))
        except Exception:
            return pack(None, b"")

    def _reply(self, text: bytes, buffer: bytes, tensors: Tensors) -> Node:
        """Use a value and describe what came of it: an error, or all that this left."""
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
        given = request["modes"]
        with given_modes(**given):
            expected = self._modes | (read_modes() if given else {})
            state = torch.get_rng_state()
            try:
                result = use(*args, **kwargs)
            except BaseException as error:  # SystemExit and KeyboardInterrupt too
                return _failure(error)
            changed = [name for name, mode in read_modes().items() if mode != expected[name]]
            drew_by_default = not torch.equal(state, torch.get_rng_state())
        with own_modes():
            write = partial(encode, tensors=tensors, keeper=self)
            left: Node = {"args": list(map(write, args))}
            left["kwargs"] = {name: write(value) for name, value in kwargs.items()}
            if all(left[part] == request[part] for part in left) and save(tensors) == buffer:
                left = {}
                tensors.clear()
            figures = drawn.drawn() if request["how"] == "call" else []
            return left | {
                "result": self.keep(result) if request["how"] == "iterate" else write(result),
                "figures": [encode_figure(figure, tensors) for figure in figures],
                "drew_by_default": drew_by_default,
                "changed_modes": changed,
                "shares_memory": any(_share_memory(value, result) for value in args),
            }

    def _use(self, how: str, target: str | int) -> Callable[..., Any] | str:
        """Return what takes the arguments; or the type of what is there instead, empty if nothing.

        Args:
            target: a name of the notebook's or, to have its value, an expression; or a number.
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
    """Do what the grader asks for, until it closes the channel.

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
    with socket.socket(fileno=descriptor) as channel, channel.makefile("rb") as messages:
        agent = Agent(namespace, channel, messages)
        namespace.update((name, agent.function(name)) for name in stand_ins)
        agent.serve()


def _share_memory(value: Any, other: Any) -> bool:
    """Whether both are tensors of the same numbers in memory."""
    if not (isinstance(value, torch.Tensor) and isinstance(other, torch.Tensor)):
        return False
    place = value.untyped_storage().data_ptr()
    return place != 0 and place == other.untyped_storage().data_ptr()


def _failure(error: BaseException) -> Node:
    """Return what the grader is told of an exception."""
    kinds = [kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"]
    name = type(error).__name__
    is_out = is_full(name, str(error))
    return {"error": "raised", "type": name, "kinds": kinds, "found_it_full": is_out}
