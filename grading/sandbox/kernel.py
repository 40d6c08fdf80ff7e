"""A Jupyter kernel that runs one student's notebook and then calls its functions."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbformat.validator import isvalid

from grading.sandbox.channel import READY, Channel, TooLong
from grading.sandbox.clock import Deadline, Stopwatch
from grading.sandbox.confinement import HOME
from grading.sandbox.jupyter import PromptClient, kernel_manager
from grading.sandbox.policy import Sandbox
from grading.sandbox.scratch import Files, environment_in, fill_home, scratch_folder
from grading.sandbox.spawn import passed_on
from grading.sandbox.told import Told
from grading.sandbox.values import Node

AGENT = "grading.sandbox.inside.agent"  # not imported here: only a kernel needs what it imports
SECONDS_TO_START = 180
SECONDS_TO_SETTLE = 5
SECONDS_BETWEEN_LOOKS = 0.05  # for a message of the agent's
MESSAGE = 2 << 10  # bytes that the shortest output counts as: reading it takes a millisecond
NOBODY_THERE = {"PYTHONBREAKPOINT": "0"}  # who could answer a debugger that `breakpoint()` opens
# Of ipykernel: `quit()` would end a kernel after its cell, so that a later one would be blamed.
SETTINGS = ["--IPKernelApp.exec_lines=get_ipython().unobserve_all('exit_now')"]
TEXT_ONLY = ["--DisplayFormatter.active_types=['text/plain']"]  # drawing is half of what cells take


class KernelGone(Exception):
    """The kernel has ended or does not answer; the text says what the student's code did."""

    def __init__(self, text: Told) -> None:
        super().__init__(text)


class Client(NotebookClient):
    """Runs cells, and ends a kernel that shows too much output.

    Attributes:
        max_output: bytes that all cells together may show.
        shown: bytes that all cells together have shown so far.
    """

    max_output = 0
    shown = 0

    def process_message(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        """Add what a message shows to the cell's outputs, unless the kernel has shown too much."""
        return None if self._is_too_much(msg) else super().process_message(msg, cell, cell_index)

    def _update_display_id(self, display_id: str, msg: dict[str, Any]) -> None:
        """Replace an output of an earlier cell, unless the new output would be invalid."""
        shown = {name: msg["content"][name] for name in ("data", "metadata")}
        if isvalid(new_output("display_data", **shown), "output", 4):
            super()._update_display_id(display_id, msg)

    def _is_too_much(self, message: dict[str, Any]) -> bool:
        """Add a message's length to what was shown; kill the kernel if that exceeds the limit."""
        buffers = sum(memoryview(buffer).nbytes for buffer in message["buffers"])
        length = len(repr([message["metadata"], message["content"]])) + buffers
        self.shown += max(length, MESSAGE)
        if self.shown <= self.max_output:
            return False
        if process := self._kernel_process():
            process.kill()
        return True

    def settle(self) -> None:
        """Wait until the kernel is idle; the message that its cell ended can be lost in its output.

        Raises:
            TimeoutError: the kernel is still busy.
        """
        assert isinstance(self.kc, PromptClient)
        try:
            run_sync(self.kc.wait_for_ready)(timeout=SECONDS_TO_SETTLE)
        except RuntimeError as error:
            raise TimeoutError from error

    def gone(self) -> KernelGone:
        """Return a KernelGone whose text, a verb phrase, says why the kernel has ended."""
        if self.shown > self.max_output:
            megabytes, times = self.max_output >> 20, self.max_output // MESSAGE
            return KernelGone(
                Told(f"showed more than {megabytes} MB of output, or over {times} times")
            )
        process = self._kernel_process()
        if process is not None:
            process.kill()
            process.wait()
        return KernelGone(Told(getattr(process, "why", "") or "ended its kernel"))

    @property
    def pid(self) -> int:
        """The number of the kernel's process."""
        return int(self._kernel_process().pid)

    def _kernel_process(self) -> Any:
        assert self.km is not None
        return getattr(self.km.provisioner, "process", None)  # None after the cleanup


class Kernel:
    """A kernel for one notebook, which lives from `start` to `stop`.

    Args:
        notebook: `run_cell` runs its code cells, and fills in their outputs.
        sandbox: imports, isolation level and limits.
        files: the files in the kernel's working folder.
        stopwatch: measures all kernels of the notebook.
        wants_rich_output: keep images and HTML among the outputs; else there is only text, which is
            enough for outputs that nobody will see.
    """

    def __init__(
        self,
        notebook: NotebookNode,
        *,
        sandbox: Sandbox,
        files: Files,
        stopwatch: Stopwatch,
        wants_rich_output: bool,
    ) -> None:
        self._notebook = notebook
        self._limits = sandbox.limits
        self._sandbox = sandbox
        self._files = files
        self._stopwatch = stopwatch
        self._arguments = SETTINGS if wants_rich_output else SETTINGS + TEXT_ONLY
        self._channel = Channel()
        self._descriptor = self._channel.kernel_end.fileno()  # here, and in the kernel
        self._stack = ExitStack()

    def start(self) -> None:
        """Start the kernel in a scratch folder of its own.

        Raises:
            RuntimeError: the kernel does not start; no code of the student's has run yet.
            NotConfined: the kernel cannot be confined, and isolation is strict.
        """
        with ExitStack() as stack:
            stack.callback(self._channel.close)
            scratch = stack.enter_context(scratch_folder())
            home = scratch / HOME
            self._client = self._new_client(scratch)
            running_kernel = self._client.setup_kernel(
                cleanup_kc=True,
                cwd=str(fill_home(home, self._files)),
                env=passed_on() | environment_in(home) | NOBODY_THERE,
                stdout=DEVNULL,  # what the process itself writes could hold terminal escapes
                stderr=DEVNULL,
                pass_fds=(self._descriptor,),
            )
            stack.enter_context(running_kernel)
            self._channel.kernel_end.close()  # so that only the kernel keeps its end open
            self._stopwatch.follow(self._client.pid)
            assert isinstance(self._client.kc, PromptClient)
            self._client.kc.shell_channel.stopwatch = self._stopwatch
            self._stack = stack.pop_all()

    def _new_client(self, scratch: Path) -> Client:
        client = Client(
            self._notebook,
            km=kernel_manager(self._sandbox, scratch),
            timeout=self._limits.cell,
            startup_timeout=SECONDS_TO_START,
            extra_arguments=self._arguments,
            allow_errors=True,
            interrupt_on_timeout=True,
            error_on_timeout=_timeout_error(self._limits.cell),
            on_cell_executed=_show_error,
            raise_on_iopub_timeout=True,
            shutdown_kernel="immediate",
            store_widget_state=False,
        )
        client.max_output = self._limits.output
        return client

    def stop(self) -> None:
        """End the kernel and remove its scratch folder."""
        run_sync(_cancel_leftovers)()
        self._stack.close()

    def run_cell(self, index: int) -> None:
        """Run one cell of the notebook; errors of the student's code are among the cell's outputs.

        Raises:
            KernelGone: the cell ended its kernel, or did not end in time.
        """
        with self._errors_as_kernel_gone():
            cell = self._notebook.cells[index]
            try:
                self._client.execute_cell(cell, index)
            except CellTimeoutError:
                self._client.settle()
            # Outputs that are not valid would make the notebook unreadable.
            cell.outputs = [output for output in cell.outputs if isvalid(output, "output", 4)]
            if type(cell.execution_count) is not int:
                cell.execution_count = None

    def attach(
        self, seed: int, stand_ins: Collection[str], deadline: Deadline, *, resets_modes: bool
    ) -> None:
        """Start the agent in the kernel, so that `ask` can be called.

        Args:
            seed: starts its random numbers.
            stand_ins: names of the functions whose work the grader does; see `inside.agent`.
            resets_modes: whether torch's modes become those of a new kernel.

        Raises:
            KernelGone: the agent does not answer.
        """
        # Written so, it leaves no name of the grader's in the student's namespace.
        agent = f"__import__({AGENT!r}, fromlist=['serve'])"
        arguments = f"{self._descriptor}, {seed}, {sorted(stand_ins)}, {resets_modes}"
        code = f"{agent}.serve(get_ipython().user_ns, {arguments})"
        client, ready = self._client.kc, None
        assert isinstance(client, PromptClient)
        request = client.execute(code, silent=True, store_history=False, allow_stdin=False)
        with self._errors_as_kernel_gone():
            while not self._channel.has_message(SECONDS_BETWEEN_LOOKS):
                deadline.step()
                if run_sync(client.has_run)(request) and not self._channel.has_message(0):
                    break  # the code has run, and began no agent
            else:
                ready, _ = self._channel.receive(deadline)
        if ready != READY:
            raise KernelGone(Told("left its kernel unable to call functions"))
        client.stop_channels()  # what a call shows is not read, and could fill the memory

    def ask(self, message: Node, buffer: bytes, deadline: Deadline) -> tuple[Any, bytes]:
        """Send a message made by `wire` to the agent, and return the data and bytes of its reply.

        Raises:
            KernelGone: the agent did not answer before the deadline.
        """
        with self._errors_as_kernel_gone():
            self._channel.send(message, buffer, deadline)
            return self._channel.receive(deadline)

    @contextmanager
    def _errors_as_kernel_gone(self) -> Iterator[None]:
        """Raise KernelGone in place of errors that the student's code can have caused."""
        try:
            yield
        except (CellTimeoutError, TimeoutError) as error:
            raise KernelGone(Told("did not end in time")) from error
        except (DeadKernelError, CellControlSignal, EOFError) as error:
            raise self._client.gone() from error
        except TooLong as error:
            raise KernelGone(Told("gave back far more than was asked for")) from error
        except (OSError, MemoryError):
            raise  # an error of this machine
        except Exception as error:  # nbclient and jupyter_client stumble over what they cannot read
            raise KernelGone(Told("made its kernel send something unreadable")) from error


async def _cancel_leftovers() -> None:
    """Cancel tasks that nbclient leaves behind when running a cell raises an error."""
    for task in asyncio.all_tasks():
        if getattr(task.get_coro(), "__qualname__", "").startswith(NotebookClient.__name__):
            task.cancel()


def _timeout_error(seconds: float) -> dict[str, Any]:
    text = Told(f"The cell was stopped: it ran for more than {seconds:.0f} s.")
    return {"ename": "CellTimeoutError", "evalue": text, "traceback": [text]}


def _show_error(cell: NotebookNode, execute_reply: dict[str, Any], **_: Any) -> None:
    """Add an interruption, or an error that IPython would only print, to a cell's outputs."""
    content = execute_reply["content"]
    if content.get("ename") in ("CellTimeoutError", "UsageError"):
        error = {name: content.get(name) for name in ("ename", "evalue", "traceback")}
        cell.outputs.append(new_output("error", **error))
