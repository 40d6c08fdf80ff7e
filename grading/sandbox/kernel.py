"""A Jupyter kernel that runs one student's notebook and then calls its functions."""

from __future__ import annotations

import asyncio
import inspect
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

import matplotlib
from jupyter_client.provisioning import KernelProvisionerBase
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbformat.validator import isvalid

from grading.sandbox import agent
from grading.sandbox.channel import Channel
from grading.sandbox.confinement import HOME, lay_out
from grading.sandbox.jupyter import PromptClient, kernel_manager
from grading.sandbox.policy import Sandbox
from grading.sandbox.spawn import passed_on

SECONDS_TO_START = 180
SECONDS_TO_SETTLE = 5

Files = Mapping[str, bytes]


class KernelGone(Exception):
    """The kernel has died or no longer answers; the text says what the student's code did."""


class KernelDied(KernelGone):
    """It has died of nobody knows what: of its own code, or of a machine short of memory."""


class Client(NotebookClient):
    """Ends a kernel that shows too much."""

    most_output = 0
    shown = 0

    def process_message(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        """Keep what a cell shows, unless it is too much."""
        return None if self.is_too_much(msg) else super().process_message(msg, cell, cell_index)

    def _update_display_id(self, display_id: str, msg: dict[str, Any]) -> None:
        """Change what an earlier cell has shown, unless into something that is no output."""
        shown = {name: msg["content"][name] for name in ("data", "metadata")}
        if isvalid(new_output("display_data", **shown), "output", 4):
            super()._update_display_id(display_id, msg)

    def is_too_much(self, message: dict[str, Any]) -> bool:
        """Count a message, by its length as text; the one too many has the kernel killed."""
        self.shown += len(repr(message["content"]))
        if self.shown <= self.most_output:
            return False
        process = getattr(self._provisioner(), "process", None)
        if process is not None:
            process.kill()
        return True

    def settle(self) -> None:
        """Wait for a kernel whose last cell was not heard to end: much output drowns that news.

        Raises:
            TimeoutError: it is still busy.
        """
        assert isinstance(self.kc, PromptClient)
        try:
            run_sync(self.kc.wait_for_ready)(timeout=SECONDS_TO_SETTLE)
        except RuntimeError as error:
            raise TimeoutError from error

    def _provisioner(self) -> KernelProvisionerBase | None:
        assert self.km is not None
        return self.km.provisioner

    def gone(self) -> KernelGone:
        """What the kernel did that it is gone, to follow the name of a cell or function."""
        if self.shown > self.most_output:
            return KernelGone(f"showed more than {self.most_output >> 20} MB of output")
        process = getattr(self._provisioner(), "process", None)
        if process is not None:
            process.kill()
            process.wait()
        why = getattr(process, "why", "")
        return KernelGone(why) if why else KernelDied("ended its kernel")


class Kernel:
    """A kernel of its own for one notebook, from `start` to `stop`.

    Args:
        notebook: its code cells are run by `run_cell`, which fills in their outputs.
        sandbox: how to run it.
        files: what the kernel finds in its working folder, by relative path.
    """

    def __init__(self, notebook: NotebookNode, *, sandbox: Sandbox, files: Files) -> None:
        self._notebook = notebook
        self._sandbox = sandbox
        self._files = files
        self._channel = Channel()
        self._number = self._channel.theirs.fileno()  # of its other end, here and in the kernel
        self._stack = ExitStack()

    def start(self) -> None:
        """Start the kernel in a scratch folder of its own.

        Raises:
            RuntimeError: it does not start; no code of the student's has run yet.
            NotConfined: it cannot be confined as is demanded.
        """
        limits = self._sandbox.limits
        with ExitStack() as stack:
            stack.callback(self._channel.close)
            scratch = Path(tempfile.mkdtemp(prefix="kernel-"))
            stack.callback(_remove, scratch)
            lay_out(scratch)
            self._client = Client(
                self._notebook,
                km=kernel_manager(self._sandbox, scratch),
                timeout=limits.cell,
                startup_timeout=SECONDS_TO_START,
                allow_errors=True,
                interrupt_on_timeout=True,
                error_on_timeout=_timeout_error(limits.cell),
                on_cell_executed=_explain,
                raise_on_iopub_timeout=True,
                shutdown_kernel="immediate",
                store_widget_state=False,
            )
            self._client.most_output = limits.output
            setup = self._client.setup_kernel(
                cleanup_kc=True,
                cwd=str(_fill(scratch / HOME, self._files)),
                env=_environment(scratch / HOME),
                stdout=DEVNULL,  # what the process itself writes could hold terminal escapes
                stderr=DEVNULL,
                pass_fds=(self._number,),
            )
            stack.enter_context(setup)
            self._channel.hand_on()
            self._stack = stack.pop_all()

    def stop(self) -> None:
        """End the kernel and remove its scratch folder."""
        run_sync(_cancel_leftovers)()
        self._stack.close()

    def run_cell(self, index: int) -> None:
        """Run one cell of the notebook; an error of the student's is among its outputs.

        Raises:
            KernelGone: the cell ended its kernel, or would not end itself.
        """
        with self._gone():
            cell = self._notebook.cells[index]
            try:
                self._client.execute_cell(cell, index)
            except CellTimeoutError:
                self._client.settle()
            valid = [output for output in cell.outputs if isvalid(output, "output", 4)]
            cell.outputs = valid  # an output that is none would make the notebook unreadable
            if type(cell.execution_count) is not int:
                cell.execution_count = None

    def attach(self, seed: int, seconds: float) -> None:
        """Make the kernel ready for `call`; `seed` starts its random numbers.

        Raises:
            KernelGone: it does not answer.
        """
        code = (
            "import builtins\n"
            "grading_agent = {'__name__': 'grading_agent'}\n"
            f"builtins.exec({inspect.getsource(agent)!r}, grading_agent)\n"
            f"grading_agent['attach'](get_ipython().user_ns, {self._number}, {seed})"
        )
        client = self._client.kc
        assert client is not None
        client.execute(code, silent=True, store_history=False, allow_stdin=False)
        deadline = time.monotonic() + min(seconds, self._sandbox.limits.call)
        with self._gone():
            ready, _ = self._channel.answer(deadline)
        if ready != {"ready": True}:
            raise KernelGone("left its kernel unable to call functions")

    def call(self, request: agent.Node, buffer: bytes, seconds: float) -> tuple[Any, bytes]:
        """Send a request of `wire` to the agent; give back the data and bytes of its answer.

        Raises:
            KernelGone: no answer came within `seconds`.
        """
        with self._gone():
            return self._channel.ask(request, buffer, seconds)

    @contextmanager
    def _gone(self) -> Iterator[None]:
        try:
            yield
        except (CellTimeoutError, TimeoutError) as error:
            raise KernelGone("did not end in time") from error
        except (DeadKernelError, CellControlSignal, EOFError) as error:
            raise self._client.gone() from error
        except (OSError, MemoryError):
            raise  # a fault of this machine's
        except Exception as error:  # nbclient and jupyter_client stumble over what they cannot read
            raise KernelGone("made its kernel send something unreadable") from error


async def _cancel_leftovers() -> None:
    """Cancel what nbclient has left waiting where a cell ended in an error of its own."""
    for task in asyncio.all_tasks():
        if getattr(task.get_coro(), "__qualname__", "").startswith(NotebookClient.__name__):
            task.cancel()


def _remove(scratch: Path) -> None:
    """Remove a folder, whatever a student has left there: shutil gives up on a very deep one."""
    subprocess.run(["chmod", "-R", "u+rwX", scratch], stderr=DEVNULL, check=False)
    subprocess.run(["rm", "-rf", scratch], stderr=DEVNULL, check=False)


def _timeout_error(seconds: float) -> dict[str, Any]:
    text = f"The cell was stopped: it ran for more than {seconds:.0f} s."
    return {"ename": "CellTimeoutError", "evalue": text, "traceback": [text]}


def _explain(cell: NotebookNode, execute_reply: dict[str, Any], **_: Any) -> None:
    """Say below a cell that was interrupted why it was."""
    content = execute_reply["content"]
    if content.get("ename") == "CellTimeoutError":
        error = {name: content[name] for name in ("ename", "evalue", "traceback")}
        cell.outputs.append(new_output("error", **error))


def _fill(home: Path, files: Files) -> Path:
    """Fill the kernel's home folder; return its working folder within."""
    work = home / "work"
    work.mkdir()
    for name, data in files.items():
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    # Without this copy each kernel would look through all the fonts of the machine again.
    shutil.copytree(matplotlib.get_cachedir(), home / "matplotlib")
    return work


def _environment(home: Path) -> dict[str, str]:
    places = {
        "HOME": home,
        "TMPDIR": home,
        "IPYTHONDIR": home / "ipython",
        "MPLCONFIGDIR": home / "matplotlib",
    }
    return passed_on() | {name: str(place) for name, place in places.items()}
