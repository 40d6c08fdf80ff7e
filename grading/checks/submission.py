"""A student's notebook, whose functions a check calls as if they were local."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from typing import Any

import torch
from nbformat import NotebookNode
from nbformat.v4 import new_output

from grading.checks.expect import CheckFailed
from grading.checks.hints import hint_for
from grading.sandbox import wire
from grading.sandbox.kernel import Kernel, KernelDied, KernelGone
from grading.sandbox.policy import Sandbox
from grading.sandbox.scratch import Files


class Submission:
    """The functions of a notebook that runs in a kernel of its own.

    `submission.f(x)` sends the arguments to the kernel, calls f there, and brings back its
    result. What f did to its arguments (in-place changes, `.grad`, the state of a generator)
    is done to the caller's, too, so that a check reads as one of a local function would.

    Where a cell ends its kernel, a new kernel runs the notebook without it. Where a call does, only
    that call fails: the next one starts a new kernel.

    Attributes:
        figures: drawn by the latest call.
        has_died: whether a kernel died for an unknown reason.

    Args:
        notebook: run in place; its cells get the outputs of the first run that ends.
        cells: indices of the code cells to run, in order.
        sandbox: how to run its kernels.
        seed: of the random numbers that the student draws without a generator.
        files: the other files that were handed in.
    """

    def __init__(
        self,
        notebook: NotebookNode,
        cells: list[int],
        *,
        sandbox: Sandbox,
        seed: int = 0,
        files: Files | None = None,
    ) -> None:
        self.figures: list[wire.Figure] = []
        self.has_died = False
        self._notebook = self._first = notebook
        self._cells = cells
        self._sandbox = sandbox
        self._limits = sandbox.limits
        self._seed = seed
        self._files = files or {}
        self._deadline = time.monotonic() + self._limits.notebook
        self._kernel: Kernel | None = None
        self._broken: str | None = None

    def __enter__(self) -> Submission:
        with suppress(CheckFailed):  # each call will raise it again
            self._running()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self._call(name, args, kwargs)

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        request, buffer = wire.write_request(name, args, kwargs)
        self.figures = []
        try:
            seconds = min(self._limits.call, self._seconds_left())
            answer = self._running().call(request, buffer, seconds)
            reply = wire.read_reply(*answer)
        except KernelGone as gone:
            self.has_died |= isinstance(gone, KernelDied)
            self._stop()
            raise CheckFailed(f"`{name}` {gone}.") from gone
        except wire.InvalidReply as error:
            text = f"`{name}` gave back something that cannot be read as data."
            raise CheckFailed(text) from error
        if isinstance(reply, wire.Failure):
            raise CheckFailed(hint_for(name, reply, self._first))
        _restore([args, kwargs], [tuple(reply.args), reply.kwargs], name)
        self.figures = reply.figures
        return reply.result

    def _running(self) -> Kernel:
        """The kernel, with the notebook run in it and ready for calls."""
        while self._kernel is None:
            self._seconds_left()
            if self._broken is not None:
                raise CheckFailed(self._broken)
            self._kernel = self._start()
        return self._kernel

    def _start(self) -> Kernel | None:
        """Run the notebook in a new kernel; None if a cell has ended that kernel."""
        kernel = Kernel(self._notebook, sandbox=self._sandbox, files=self._files)
        kernel.start()
        running = None
        try:
            for running in self._cells:
                self._seconds_left()
                kernel.run_cell(running)
            running = None
            kernel.attach(self._seed, self._seconds_left())
        except KernelGone as gone:
            self.has_died |= isinstance(gone, KernelDied)
            kernel.stop()
            if running is None:
                self._broken = f"The notebook {gone}."
            else:
                self._skip(running, gone)
            return None
        except BaseException:
            kernel.stop()
            raise
        # What a later kernel prints is not for the feedback: it may have been told hidden inputs.
        self._notebook = deepcopy(self._notebook)
        return kernel

    def _skip(self, cell: int, gone: KernelGone) -> None:
        self._cells = [other for other in self._cells if other != cell]
        text = f"This cell {gone}, so it was skipped."
        error = new_output("error", ename="CellSkipped", evalue=text, traceback=[text])
        self._notebook.cells[cell].outputs = [error]

    def _seconds_left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise CheckFailed(f"The notebook took more than {self._limits.notebook:.0f} s in all.")
        return left

    def _stop(self) -> None:
        if self._kernel is not None:
            self._kernel.stop()
            self._kernel = None


def _restore(mine: Any, theirs: Any, name: str) -> None:
    """Do to the caller's arguments what the function did to its own."""
    match mine, theirs:
        case torch.Tensor(), torch.Tensor():
            try:
                mine.data = theirs.detach()
                mine.requires_grad_(theirs.requires_grad).grad = theirs.grad
            except RuntimeError as error:
                raise CheckFailed(f"`{name}` made its argument unusable.") from error
        case torch.Generator(), torch.Generator():
            mine.set_state(theirs.get_state())
        case list(), list() if len(mine) != len(theirs):
            mine[:] = theirs
        case (list(), list()) | (tuple(), tuple()) if len(mine) == len(theirs):
            for mine_item, their_item in zip(mine, theirs, strict=True):
                _restore(mine_item, their_item, name)
        case dict(), dict():
            for key, value in mine.items():
                _restore(value, theirs.get(key), name)
        case _ if isinstance(mine, torch.Tensor | torch.Generator | list | tuple):
            raise CheckFailed(f"`{name}` made its argument unusable.")
