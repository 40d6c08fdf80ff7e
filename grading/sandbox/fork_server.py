"""A process that has done an assignment's imports once, and forks a kernel whenever asked to.

It runs as `python -m grading.sandbox.fork_server IMPORTS`; its standard input is one end of a pair.
It listens nowhere: only the process that started it can ask, and it ends when that one does. It
imports no more of this package than it needs, because each kernel inherits all that it holds.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
import traceback
from itertools import pairwise
from typing import Any, NoReturn

from grading.sandbox.rehearsal import rehearse
from grading.sandbox.warden import guard

REQUEST = 1 << 20  # bytes; a request is a command, a folder, an environment and limits


def serve(imports: str) -> None:
    """Import what the code imports, then fork a kernel for each request until the socket closes.

    A request comes with one end of a socket pair, for the kernel's warden to talk on, and may come
    with another that the kernel is to have, under the number that the request calls `line`.
    """
    exec(imports, {"__name__": "imports"})
    rehearse()
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


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the grader, not for us
    serve(sys.argv[1])
