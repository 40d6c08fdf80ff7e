"""A process that has done an assignment's imports once, and forks a kernel whenever asked to.

It runs as `python -m grading.fork_server IMPORTS` with its end of a socket pair as standard input.
It listens nowhere: only the process that started it can ask, and it ends when that one does. It
imports nothing of the rest of this package, because each kernel inherits all that it holds.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
import traceback
from typing import Any, NoReturn

REQUEST = 1 << 20  # bytes; a request is a command, a folder and an environment


def serve(imports: str) -> None:
    """Import what the code imports, then fork a kernel for each request until the socket closes."""
    exec(imports, {"__name__": "imports"})
    import ipykernel.kernelapp  # noqa: F401

    gc.collect()
    gc.freeze()  # what is never looked at again stays shared with the children
    asked = socket.socket(fileno=0)
    while request := asked.recv(REQUEST):
        while _reap():
            pass
        pid = os.fork()
        if pid == 0:
            asked.detach()
            _become_kernel(json.loads(request))
        pidfd = os.pidfd_open(pid)  # before anyone has reaped it, so the number is still its own
        socket.send_fds(asked, [str(pid).encode()], [pidfd])
        os.close(pidfd)


def _reap() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG)[0] > 0
    except ChildProcessError:
        return False


def _become_kernel(request: dict[str, Any]) -> NoReturn:
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nothing, descriptor)
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["env"])
        if numpy := sys.modules.get("numpy"):
            numpy.random.seed()  # else every kernel would draw the same numbers
        from ipykernel.kernelapp import launch_new_instance

        # With its parent's number, ipykernel ends when that process does.
        arguments = [*request["arguments"], f"--IPKernelApp.parent_handle={os.getppid()}"]
        sys.argv = ["ipykernel_launcher", *arguments]
        launch_new_instance(argv=arguments)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the grader, not for us
    serve(sys.argv[1])
