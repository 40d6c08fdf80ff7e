"""The fork server: does an assignment's imports once, then forks a kernel for each request.

The server runs as `python -m grading.sandbox.forkserver`; its standard input is one end of a socket
pair. Only the process that started the server, and its workers, can send requests; the server ends
when all of these have ended. The server imports no more of this package than it needs, because each
kernel inherits all that it holds.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import socket
import sys
import tempfile
import traceback
import warnings
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

from grading.sandbox.confinement import MOST_OPEN_FILES
from grading.sandbox.protocol import (
    KernelRequest,
    not_started,
    receive,
    receive_with_descriptors,
    send,
)
from grading.sandbox.supervisor import supervise

# What ipykernel and IPython import only when they start or run a cell.
LATE_IMPORTS = (
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
# Of ipykernel.
SETTINGS = (
    # There is no terminal for the processes that `!command` starts.
    "--IPKernelApp.exec_lines=get_ipython().system = get_ipython().system_raw",
    # matplotlib is imported already, and would not look for a backend.
    "--IPKernelApp.matplotlib=inline",
    # Otherwise IPython parses every library that an error came through.
    "--InteractiveShell.xmode=Plain",
)


def serve() -> None:
    """Run the requested imports, then fork a kernel for each request until the socket closes."""
    requests = socket.socket(fileno=0)
    gc.disable()  # collecting during the imports takes a tenth of their time
    warm_up()
    imports = receive(requests)
    if imports is None:
        return
    exec(imports["code"], {"__name__": "imports"})
    gc.collect()
    gc.freeze()  # else the collector would write to these objects, and unshare their memory
    gc.enable()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for supervisors that end
    files = _open_files()
    while True:
        request, descriptors = receive_with_descriptors(requests)
        if request is None:
            return
        try:
            if os.fork() == 0:
                _become_supervisor(requests.detach(), descriptors, files, request)
        except OSError as error:  # Linux allows no more processes now
            _report_not_started(error, descriptors[0])
        for descriptor in descriptors:
            os.close(descriptor)


def _report_not_started(error: OSError, grader: int) -> None:
    with socket.socket(fileno=os.dup(grader)) as grader_socket, suppress(OSError):
        send(grader_socket, not_started(error))


def _open_files() -> list[int]:
    """Return the descriptors of files that imports have opened, such as fonts."""
    numbers = [int(path.name) for path in Path("/dev/fd").iterdir()]
    # The descriptor of the listing itself is closed by now.
    return [number for number in numbers if number > 2 and Path(f"/dev/fd/{number}").exists()]


def _become_supervisor(
    requests: int, descriptors: list[int], files: list[int], request: KernelRequest
) -> NoReturn:
    grader_end, *channel = descriptors
    grader = socket.socket(fileno=grader_end)
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        os.close(requests)
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        os.close(null)
        supervise(grader, channel, request, lambda: _become_kernel(channel, files, request))
    except Exception as error:
        send(grader, not_started(error))
    finally:
        os._exit(0)


def _become_kernel(channel: list[int], files: list[int], request: KernelRequest) -> NoReturn:
    try:
        os.setsid()
        # Inherited objects may close the server's descriptors later: keep these numbers occupied.
        kept = [os.dup2(1, number) for number in files]
        kept += [os.dup2(kernel_end, request["channel"] or kernel_end) for kernel_end in channel]
        for lower, upper in pairwise([2, *sorted(kept), MOST_OPEN_FILES]):
            os.closerange(lower + 1, upper)
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["env"])
        _forget_folders()
        sys.modules["numpy"].random.seed()  # else every kernel would draw the same numbers
        from ipykernel.kernelapp import launch_new_instance

        launcher = str(import_module("ipykernel_launcher").__file__)
        sys.argv = [launcher, *request["arguments"]]
        launch_new_instance(argv=[*sys.argv[1:], *SETTINGS])
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _forget_folders() -> None:
    """Forget the server's folders for temporary files and caches, as a kernel has its own."""
    tempfile.tempdir = None
    matplotlib = sys.modules["matplotlib"]
    for name in ("get_configdir", "get_cachedir"):  # each remembers its first answer
        setattr(matplotlib, name, getattr(matplotlib, name).__wrapped__)
    tex = sys.modules["matplotlib.texmanager"]
    tex.TexManager._cache_dir = Path(matplotlib.get_cachedir(), "tex.cache")


def warm_up() -> None:
    """Import all modules that a kernel imports, and draw a figure."""
    # Without it ipykernel has no debugger, which would listen on TCP.
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    import ipykernel.ipkernel
    import ipykernel.kernelapp
    import ipykernel.zmqshell  # noqa: F401
    import landlockpy
    import pyseccomp  # noqa: F401

    import grading.sandbox.inside.agent  # noqa: F401

    landlockpy.supported()  # its first call runs a program that looks for the C library
    for name in LATE_IMPORTS:
        with suppress(ImportError):  # another release may have no such module
            import_module(name)
    _draw()


def _draw() -> None:
    """Draw all that is slow the first time: both formats, formulas and a logarithmic axis."""
    import matplotlib
    import matplotlib_inline.backend_inline  # noqa: F401
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.registry import backend_registry
    from matplotlib.figure import Figure

    backend_registry.list_all()  # its first call reads what each installed package offers
    with matplotlib.rc_context(), warnings.catch_warnings():
        figure = Figure()
        axes = FigureCanvasAgg(figure).figure.add_subplot(yscale="log")
        axes.plot([1e-9, 1e9], label="$x$")
        axes.legend()
        figure.canvas.draw()
        for kind in ("png", "svg"):
            figure.savefig(io.BytesIO(), format=kind, bbox_inches="tight")


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the grader, which ends the server
    del sys.path[0]  # the server's folder; a kernel puts its own there
    serve()
