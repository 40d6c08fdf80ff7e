"""A process that has done an assignment's imports once, and forks a kernel whenever asked to.

It runs as `python -m grading.sandbox.forkserver IMPORTS`; its standard input is one end of a pair.
It listens nowhere: only the process that started it can ask, and it ends when that one does. It
imports no more of this package than it needs, because each kernel inherits all that it holds.
"""

from __future__ import annotations

import gc
import io
import json
import os
import signal
import socket
import sys
import traceback
import warnings
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from typing import Any, NoReturn

from grading.sandbox.supervisor import guard

# What ipykernel and IPython import only when they start or run a cell.
LATER = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.magics.execution",
    "IPython.core.magics.pylab",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "faulthandler",
    "ipykernel.debugger",
    "sqlite3",
    "tornado.platform.asyncio",
    "tornado.queues",
)
REQUEST = 1 << 20  # bytes; a request is a command, a folder, an environment and limits


def serve(imports: str) -> None:
    """Import what the code imports, then fork a kernel for each request until the socket closes.

    A request comes with one end of a socket pair, for the kernel's warden to talk on, and may come
    with another that the kernel is to have, under the number that the request calls `line`.
    """
    exec(imports, {"__name__": "imports"})
    warm_up()
    gc.collect()
    gc.freeze()  # what is never looked at again stays shared with the children
    asked = socket.socket(fileno=0)
    while True:
        request, descriptors, _, _ = socket.recv_fds(asked, REQUEST, 2)
        if not request:
            return
        if os.fork() == 0:
            _become_warden(asked.detach(), descriptors, json.loads(request))
        for descriptor in descriptors:
            os.close(descriptor)
        while _reap():
            pass


def _reap() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG)[0] > 0
    except ChildProcessError:
        return False


def _become_warden(asked: int, descriptors: list[int], request: dict[str, Any]) -> NoReturn:
    grader = socket.socket(fileno=descriptors[0])
    lines = descriptors[1:]
    try:
        os.setsid()
        os.close(asked)
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nothing, descriptor)
        os.close(nothing)
        guard(grader, lines, request, lambda: _become_kernel(lines, request))
    except Exception:
        grader.send(json.dumps({"fault": traceback.format_exc()}).encode())
    finally:
        os._exit(0)


def _become_kernel(lines: list[int], request: dict[str, Any]) -> NoReturn:
    try:
        os.setsid()
        kept = [os.dup2(line, request["line"]) for line in lines]
        ends = [2, *kept, 1 << 16]
        for before, after in pairwise(ends):
            os.closerange(before + 1, after)
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["env"])
        if numpy := sys.modules.get("numpy"):
            numpy.random.seed()  # else every kernel would draw the same numbers
        from ipykernel.kernelapp import launch_new_instance

        # There is no terminal for what `!command` starts. In other modes than Plain, IPython parses
        # every library that an error came through.
        no_terminal = "get_ipython().system = get_ipython().system_raw"
        settings = [f"--IPKernelApp.exec_lines={no_terminal}", "--InteractiveShell.xmode=Plain"]
        arguments = [*request["arguments"], *settings]
        sys.argv = ["ipykernel_launcher", *arguments]
        launch_new_instance(argv=arguments)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def warm_up() -> None:
    """Import what a kernel imports, and draw a figure."""
    # Without it ipykernel has no debugger, which would listen on TCP.
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    import ipykernel.ipkernel
    import ipykernel.kernelapp
    import ipykernel.zmqshell  # noqa: F401
    import landlockpy
    import pyseccomp  # noqa: F401
    import safetensors.torch  # noqa: F401

    landlockpy.supported()  # at first it runs a program that looks for the C library
    for name in LATER:
        with suppress(ImportError):  # another release may have no such module
            import_module(name)
    if "matplotlib" in sys.modules:
        _draw()


def _draw() -> None:
    """Draw with all that is slow at first: both formats, formulas, and a logarithmic axis."""
    import matplotlib
    import matplotlib_inline.backend_inline  # noqa: F401
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context(), warnings.catch_warnings():
        figure = Figure()
        axes = FigureCanvasAgg(figure).figure.add_subplot(yscale="log")
        axes.plot([1e-9, 1e9], label="$x$")
        axes.legend()
        figure.canvas.draw()
        for kind in ("png", "svg"):
            figure.savefig(io.BytesIO(), format=kind, bbox_inches="tight")


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the grader, not for us
    serve(sys.argv[1])
