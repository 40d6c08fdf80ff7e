"""Runs a notebook in a kernel, and lets checks call the notebook's functions as if local."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from copy import deepcopy
from typing import Any, NoReturn

from nbformat import NotebookNode
from nbformat.v4 import new_output

from grading.checks.expect import CallRaised, CheckFailed
from grading.checks.hints import hint_for, hint_for_handle, hint_for_value
from grading.checks.kept import Answer, Kept
from grading.notebooks.endings import met_full_accelerator
from grading.sandbox import wire
from grading.sandbox.accelerator import LOST, accelerator
from grading.sandbox.clock import Deadline, Stopwatch
from grading.sandbox.handle import KINDS, Handle, How, refuse_handles
from grading.sandbox.kernel import Kernel, KernelGone
from grading.sandbox.policy import Sandbox
from grading.sandbox.scratch import Files
from grading.sandbox.told import NOTHING, Told
from grading.sandbox.values import Node, restore

NO_ROOM = (
    "the accelerator had no memory left, for which a submission is not to blame: "
    "grade it again with fewer workers, or with --device cpu"
)
MOST_QUESTIONS = 10_000  # calls by the kernel of a check's functions, during one call
USES = {"call": "(…)", "iterate": ""}  # suffixes of the label of a value in use
LEADING_NAME = re.compile(r"[A-Za-z_][\w.]*")  # the first name in an expression


class AcceleratorFull(Exception):
    """The accelerator, which other processes share, had no memory left for a student's code."""


class Submission:
    """The functions of a notebook that runs in a kernel of its own.

    `submission.f(x)` sends the arguments to the kernel, calls f there, and returns the result.
    Changes that f makes to its arguments (in-place changes, `.grad`, the state of a generator) are
    made to the caller's objects, too, so that a check reads like a check of a local function.

    If a cell ends its kernel, a new kernel runs the notebook without this cell. If a call ends the
    kernel, only this call fails, and the next call starts a new kernel.

    Attributes:
        figures: figures that the latest call drew.
        drew_by_default: whether the latest call drew from torch's default generator on the CPU.
        changed_modes: names of torch's modes that the latest call has changed.
        shares_memory: whether the latest call returned a tensor in the memory of an argument.

    Args:
        notebook: the notebook, whose cells get the outputs of the first run that ends.
        cells: indices of the code cells to run, in order.
        sandbox: imports, isolation and limits of kernels.
        seed: seed of the random numbers that the student draws without a generator.
        files: the other files of the submission.
        budget: the deadline for the whole notebook; by default, the notebook's limit from now.
        stand_ins: functions that replace some of the notebook's, by name.
        is_whole: whether `cells` are all code cells: then the notebook gets the outputs, and calls
            run under torch's default modes, whatever modes a cell has set.
    """

    def __init__(
        self,
        notebook: NotebookNode,
        cells: list[int],
        *,
        sandbox: Sandbox,
        seed: int = 0,
        files: Files | None = None,
        budget: Deadline | None = None,
        stand_ins: Mapping[str, Answer] | None = None,
        is_whole: bool = True,
    ) -> None:
        self.figures: list[wire.Figure] = []
        self.drew_by_default = False
        self.changed_modes: list[str] = []
        self.shares_memory = False
        self._notebook = notebook if is_whole else deepcopy(notebook)
        self._original = notebook
        self._is_whole = is_whole
        self._cells = cells
        self._sandbox = sandbox
        self._limits = sandbox.limits
        self._seed = seed
        self._files = files or {}
        self._budget = budget or Deadline(Stopwatch(), self._limits.notebook)
        self._stand_ins = stand_ins or {}
        self._kernel: Kernel | None = None
        self._broken: Told | None = None
        self._modes: dict[str, Any] = {}
        self._calls = 0
        self._name, self._latest = "", None  # label and result of the latest call
        self._kept = Kept(self._use)
        self._is_answering = False

    def __enter__(self) -> Submission:
        with suppress(CheckFailed):  # each call raises the error again
            self._ready_kernel()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            reply = self._ask("call", name, list(args), kwargs, name, f"{name}(…)")
            if isinstance(reply, wire.Failure):
                self._fail(reply, hint_for(name, reply, self._original))
            return reply.result

        return call

    def __getitem__(self, name: str) -> Any:
        """Return the current value of a variable or an expression in the notebook.

        Raises:
            CheckFailed: the variable is not defined, or the expression raised an error.
        """
        start = LEADING_NAME.match(name)
        label = name if name.isidentifier() else f"{start.group() if start else ''}(…)"
        reply = self._ask("value", name, [], {}, label, label)
        if isinstance(reply, wire.Failure):
            if reply.error == "missing":
                raise CheckFailed(hint_for_value(name, self._original))
            self._fail(reply, hint_for_handle(label, reply))
        return reply.result

    def _use(self, handle: Handle, how: How, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """Use the object of a handle in the kernel, and return the result."""
        source = handle._label
        if (number := self._kept.number_of(handle)) is None:
            raise CheckFailed(f"`{source}` is gone: its kernel has ended.")
        label = f"{source}.{args[0]}" if how == "attribute" else source + USES.get(how, "[…]")
        reply = self._ask(how, number, args, kwargs, label, label)
        if isinstance(reply, wire.Failure):
            if how == "next" and "StopIteration" in reply.kinds:
                raise StopIteration
            if reply.error == "missing":
                raise CheckFailed(f"`{source}` is no function.")
            if how == "attribute" and "AttributeError" in reply.kinds:
                raise CheckFailed(f"`{source}` has no attribute `{args[0]}`.")
            self._fail(reply, hint_for_handle(label, reply))
        return reply.result

    def _ask(
        self,
        how: How,
        target: str | int,
        args: list[Any],
        kwargs: dict[str, Any],
        label: str,
        result: str,
    ) -> wire.Reply | wire.Failure:
        """Use a value in the kernel, and apply changes of the arguments to the caller's objects.

        Args:
            how: the kind of use, such as a call.
            target: the name of the function or expression, or the number of a handle.
            label: what sentences for students call this use.
            result: what sentences for students call the result.
        """
        self._calls += 1
        self._name, self._latest, self._kept.label = label, None, result
        if how == "call":
            self.figures, self.changed_modes = [], []
            self.drew_by_default = self.shares_memory = False
        reply = self._exchange(how, target, args, kwargs, label)
        if isinstance(reply, wire.Failure):
            return reply
        try:
            for sent, returned in ((args, reply.args), (kwargs, reply.kwargs)):
                if returned is not None:
                    restore(sent, returned)
        except ValueError as error:
            raise CheckFailed(f"`{label}` made its argument unusable.") from error
        if how == "call":
            self.figures, self.changed_modes = reply.figures, reply.changed_modes
            self.drew_by_default, self.shares_memory = reply.drew_by_default, reply.shares_memory
        self._latest = reply.result
        return reply

    def _fail(self, failure: wire.Failure, hint: str) -> NoReturn:
        """Raise the exception that a check gets if the kernel returned no value."""
        if failure.type == LOST:
            self._stop()  # or else the accelerator stays lost for later calls
        if failure.met_full_device and accelerator():
            raise AcceleratorFull(NO_ROOM)
        raise CallRaised(hint, failure.kinds) if failure.error == "raised" else CheckFailed(hint)

    def _exchange(
        self,
        how: How,
        target: str | int,
        args: Sequence[Any],
        kwargs: dict[str, Any],
        label: str,
    ) -> wire.Reply | wire.Failure:
        """Send a request to the kernel, answer the kernel's questions, and return the reply.

        Raises:
            CheckFailed: the kernel ended, or sent no readable reply.
        """
        if self._is_answering:
            raise RuntimeError("a function that a check hands in cannot use the submission")
        context = {"modes": self._modes, "forget": self._kept.take_gone()}
        request = wire.write_request(how, target, args, kwargs, keeper=self._kept, **context)
        try:
            return self._answer_until_reply(request)
        except KernelGone as gone:
            self._stop()
            raise CheckFailed(f"`{label}` {gone}.") from gone
        except wire.InvalidReply as error:
            self._stop()  # later messages could still belong to this call
            text = f"`{label}` gave back something that cannot be read as data."
            raise CheckFailed(text) from error
        except AssertionError:  # raised by a check's function that the kernel called
            self._stop()
            raise

    def _answer_until_reply(self, message: tuple[Node, bytes]) -> wire.Reply | wire.Failure:
        kernel = self._ready_kernel()
        deadline = self._deadline()
        for _ in range(MOST_QUESTIONS):
            reply = wire.read_reply(*kernel.ask(*message, deadline), self._kept)
            if not isinstance(reply, wire.Question):
                return reply
            functions = {**self._kept.functions, **self._stand_ins}
            if reply.ask not in functions:
                raise wire.InvalidReply("no function of this name may be called")
            self._is_answering = True
            try:
                answer = functions[reply.ask](tuple(reply.args), reply.kwargs)
            finally:
                self._is_answering = False
            message = wire.write_answer(answer)
        reason = f"called a function that it was given more than {MOST_QUESTIONS} times"
        raise KernelGone(Told(reason))

    def _ready_kernel(self) -> Kernel:
        """Return the kernel, after running the notebook there if need be."""
        while self._kernel is None:
            self._deadline()
            if self._broken is not None:
                raise CheckFailed(self._broken)
            self._kernel = self._start()
        return self._kernel

    def _start(self) -> Kernel | None:
        """Run the notebook in a new kernel; return None if a cell has ended the kernel."""
        stopwatch = self._budget.stopwatch
        kernel = Kernel(
            self._notebook,
            sandbox=self._sandbox,
            files=self._files,
            stopwatch=stopwatch,
            wants_rich_output=self._notebook is self._original,
        )
        kernel.start()
        running = None
        try:
            for running in self._cells:
                self._deadline()
                kernel.run_cell(running)
                if met_full_accelerator(self._notebook.cells[running]) and accelerator():
                    raise AcceleratorFull(NO_ROOM)
            running = None
            kernel.attach(
                self._seed, self._stand_ins, self._deadline(), resets_modes=self._is_whole
            )
        except KernelGone as gone:
            kernel.stop()
            if running is None:
                self._broken = Told(f"The notebook {gone}.")
            else:
                self._skip(running, gone)
            return None
        except BaseException:
            kernel.stop()
            raise
        # Later kernels may know hidden inputs, so their outputs must not reach the feedback.
        self._notebook = deepcopy(self._notebook)
        return kernel

    def _skip(self, cell: int, gone: KernelGone) -> None:
        self._cells = [other for other in self._cells if other != cell]
        text = Told(f"This cell {gone}, so it was skipped.")
        error = new_output("error", ename="CellSkipped", evalue=text, traceback=[text])
        self._notebook.cells[cell].outputs = [error]

    def _deadline(self) -> Deadline:
        """Return the deadline of a call that starts now; raise CheckFailed if no time is left."""
        left = self._budget.left()
        if left <= 0:
            raise CheckFailed(f"The notebook took more than {self._limits.notebook:.0f} s in all.")
        return Deadline(self._budget.stopwatch, min(self._limits.call, left))

    def _stop(self) -> None:
        if self._kernel is not None:
            self._kernel.stop()
            self._kernel = None
            self._kept = Kept(self._use)


@contextmanager
def with_modes(submission: Submission, **modes: int | str) -> Iterator[None]:
    """Make calls of the submission under other modes of torch within the context.

    Args:
        submission: the submission to call.
        modes: `seed` of torch's default generator, and `dtype` or `device` of new tensors, by name.
    """
    submission._modes = modes
    try:
        yield
    finally:
        submission._modes = {}


def calls_of(submission: Submission) -> int:
    """Return how often functions of the submission have been called."""
    return submission._calls


def refuse_latest(submission: Submission) -> None:
    """Raise a `NoAnswer` if the latest result is, or holds, an object that stays in the kernel."""
    refuse_handles(submission._latest)


def hint_for_latest(submission: Submission) -> Told:
    """Return the hint for a latest result that the check could not use."""
    name, kind = submission._name, type(submission._latest).__name__
    if not name:
        return NOTHING
    what = f"a value of type {kind}" if kind in KINDS.split() else "something"
    return Told(f"`{name}` gave back {what} that its check cannot use.")


def ask(
    submission: Submission, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> wire.Reply | wire.Failure:
    """Call a function of the submission, without applying changes of the arguments.

    This is not a method, as each public attribute of a submission is a function of the student.

    Raises:
        CheckFailed: the kernel ended, or sent no readable reply.
    """
    return submission._exchange("call", name, args, kwargs, name)
