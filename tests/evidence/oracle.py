"""Says whether an answer is right: a slow, plain judge that has read nothing but the task text.

It shares no code with the hidden checks, nor with what they are made of. Where the text leaves
freedom, it accepts. The judges of the exercises are beside it, a module for each:

    slopes.py  chains.py  draws.py  drawings.py (with pictures.py and keys.py)
    units.py  starts.py (both with normals.py)  layers.py  curves.py (with pictures.py and keys.py)

An answer runs in an ordinary process, with limits of time and memory but not confined: it is meant
for our own mutants. The processes are forked from a program that has done the imports,

    PYTHONPATH=tests python -m evidence.oracle PROCESSES < CASES > VERDICTS

which `judge_all` starts; cases and verdicts are lines of JSON.
"""

import hashlib
import importlib
import inspect
import json
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from evidence.wrong import Wrong

JUDGES = {  # by exercise; what the judge needs follows it
    "sigmoid_gradient": ["slopes"],
    "multiply_all": ["chains"],
    "exploding_product": ["draws"],
    "plot_sigmoid_gradient": ["drawings", "pictures", "keys"],
    "distinct_units": ["units", "normals"],  # and break_symmetry, which is in the same cell
    "initialize": ["starts", "normals"],
    "signal_and_gradient": ["layers"],
    "plot_gradients": ["curves", "pictures", "keys"],
}
SETUP = "import math\nimport torch\nfrom d2l import torch as d2l"  # the notebooks' first cells
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "MPLBACKEND": "agg"}
SECONDS, BYTES = 40, 12 << 30  # of processor time; of address space, most of it torch's


@dataclass(frozen=True)
class Case:
    """An answer: the cells that are run, and the exercise that is judged then."""

    exercise: str
    cells: list[str]


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right, and if not, why not."""

    is_right: bool
    reason: str = ""


def version(exercise: str) -> str:
    """A hash of the source that judges an exercise."""
    paths = [Path(__file__).with_name(f"{name}.py") for name in ("wrong", *JUDGES[exercise])]
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def judge_all(cases: list[Case], processes: int = 1) -> Iterator[tuple[int, Verdict]]:
    """The number of each case and the verdict on it, in the order in which they are done."""
    if not cases:
        return
    # Answers may write files, such as a picture: not among ours.
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [sys.executable, "-m", "evidence.oracle", str(processes)],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **ENVIRONMENT},
            text=True,
        ) as oracle,
    ):
        oracle.stdin.write("".join(json.dumps(asdict(case)) + "\n" for case in cases))
        oracle.stdin.close()
        for line in oracle.stdout:
            number, verdict = json.loads(line)
            yield number, Verdict(**verdict)
    if oracle.returncode:
        raise RuntimeError("the oracle has failed; see above")


def main() -> None:
    """Judge each line of the input, so many at once."""
    cases = [Case(**json.loads(line)) for line in sys.stdin]
    warnings.simplefilter("ignore")
    importlib.import_module("d2l.torch")
    waiting = list(enumerate(cases))[::-1]
    fork = multiprocessing.get_context("fork")
    running: dict[Connection, int] = {}
    while waiting or running:
        while waiting and len(running) < int(sys.argv[1]):
            number, case = waiting.pop()
            ours, theirs = fork.Pipe(duplex=False)
            fork.Process(target=_judge, args=(case, theirs), daemon=True).start()
            theirs.close()
            running[ours] = number
        for ours in wait(list(running)):
            try:
                verdict = ours.recv()
            except EOFError:
                verdict = asdict(Verdict(False, "it takes too long, or ends the process"))
            if isinstance(verdict, str):
                sys.exit(verdict)
            print(json.dumps([running.pop(ours), verdict]), flush=True)


def _judge(case: Case, theirs: Connection) -> None:
    """Judge an answer in this process, which is its own."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    signal.alarm(10 * SECONDS)
    with open(os.devnull, "r+") as nothing:  # noqa: PTH123
        for stream in (0, 1, 2):
            os.dup2(nothing.fileno(), stream)
    try:
        theirs.send(asdict(verdict_on(case)))
    except Exception:  # a fault of the judge's; what the answer raises makes it wrong
        theirs.send(f"{case.cells[-1]}\n{traceback.format_exc()}")


def verdict_on(case: Case) -> Verdict:
    """Run the cells, and judge the functions that they define, those that the judge asks for."""
    judge = importlib.import_module(f"evidence.{JUDGES[case.exercise][0]}").judge
    names: dict[str, object] = {"__name__": "__main__"}
    try:
        for cell in [SETUP, *case.cells]:
            exec(cell, names)
        functions = [names[name] for name in inspect.signature(judge).parameters]
    except Exception as error:
        return Verdict(False, f"its cells cannot be run: {error!r}")
    try:
        judge(*functions)
    except Wrong as wrong:
        return Verdict(False, str(wrong))
    return Verdict(True)


if __name__ == "__main__":
    main()
