"""Attacks the grader: hands in every hostile example, grades them, and shows what came of it.

    python -m grading.attack ASSIGNMENT [--isolation strict|auto|none] [NAME...]

It works in a course of its own, a copy in a temporary folder, with a secret wherever an attack
could look for one, and uses nothing of the engine but the command `grade` and what that leaves. An
honest submission stands before and after each attack. An attack's code says `loot(what)` where it
got at something; it knows the machine, as these words in it are replaced:

    @COURSE@ @VICTIM@ @HOME@ @OUTSIDE@    folders: the course, another student's submission, the
                                          grader's home, one that anybody may write to
    @GRADER@                              number of the grader's process
    @PORT@ @SOCKET@ @ABSTRACT@            of TCP and UDP, a path, a name: where somebody listens
"""

from __future__ import annotations

import argparse
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import psutil
from nbgrader.api import Gradebook, MissingEntry
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from grading.examples import Example, read_example, submit
from grading.report import RECORD

# Each attack's first cell. The marker is in two parts: it must be found in outputs, not in code.
PRELUDE = '''
def loot(what):
    print("LOO" "T:", str(what)[:300], flush=True)


def attempt(what, action):
    """What an action gives back, if it is not refused, is loot."""
    try:
        found = action()
    except Exception:
        return
    loot(f"{what}: {found!r:.200}")
'''
LIMITS = """
c.HiddenChecks.cell_seconds = 6
c.HiddenChecks.call_seconds = 6
c.HiddenChecks.notebook_seconds = 40
c.HiddenChecks.memory_gigabytes = 2
"""
SECONDS = 60 * 60  # for a whole class
LOOT, ACTIVE, LEFT = (
    "LOOT:",
    "PWNED",
    "an_attack",
)  # in outputs, in what a page obeys, in file names
CANARY = re.compile(r"canary-[0-9a-f]{16}")
Manifest = dict[str, tuple[object, ...]]
SHARED = ("/tmp", "/var/tmp", "/dev/shm")  # where a file must not be left either


@dataclass
class Outcome:
    """What came of one attack, or of an honest submission.

    Attributes:
        earned: points in the gradebook; None where it was not graded in full.
        leaks: what it got at, or left behind.
        seconds: that grading it took, where that is on record.
    """

    example: Example
    earned: float | None = None
    leaks: list[str] = field(default_factory=list)
    seconds: float | None = None

    @property
    def honest(self) -> float:
        """The points that its answers are worth."""
        return sum(self.example.scores.values())

    @property
    def unearned(self) -> float:
        """Points beyond that."""
        return max(0.0, (self.earned or 0.0) - self.honest)


@dataclass
class Siege:
    """What came of all attacks.

    Attributes:
        not_tried: those that would harm this machine without isolation.
        unmoved, moved: honest submissions with the score they are worth, and with another.
        leaks: what cannot be told whose it is.
    """

    attacks: list[Outcome]
    not_tried: list[Example]
    unmoved: int
    moved: list[Outcome]
    leaks: list[str]
    seconds: float

    @property
    def unearned(self) -> float:
        """Points that no answer is worth."""
        return sum(outcome.unearned for outcome in self.attacks)

    @property
    def all_leaks(self) -> int:
        """The number of leaks."""
        return len(self.leaks) + sum(len(outcome.leaks) for outcome in self.attacks)

    @property
    def not_graded(self) -> int:
        """The number of attacks that brought the grader to give no grade."""
        return sum(outcome.earned is None for outcome in self.attacks)


class Listener:
    """Takes whatever comes in over TCP, UDP and Unix sockets."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self.heard: list[str] = []
        self._sockets = [socket.create_server(("127.0.0.1", 0))]
        self.port = self._sockets[0].getsockname()[1]
        addresses: list[tuple[socket.AddressFamily, socket.SocketKind, Any]] = [
            (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", self.port)),
            (socket.AF_UNIX, socket.SOCK_STREAM, str(path)),
            (socket.AF_UNIX, socket.SOCK_STREAM, f"\0{name}"),
        ]
        for family, kind, address in addresses:
            self._sockets.append(socket.socket(family, kind))
            self._sockets[-1].bind(address)
            if kind == socket.SOCK_STREAM:
                self._sockets[-1].listen()
        for listening in self._sockets:
            threading.Thread(target=self._listen, args=(listening,), daemon=True).start()

    def _listen(self, listening: socket.socket) -> None:
        kind = f"{listening.family.name} {listening.type.name}"
        while True:
            try:
                if listening.type == socket.SOCK_DGRAM:
                    listening.recvfrom(1 << 16)
                else:
                    listening.accept()[0].close()
            except OSError:  # closed
                return
            self.heard.append(f"reached a listener: {kind}")

    def close(self) -> None:
        """Listen no more."""
        for listening in self._sockets:
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            listening.close()


class Field:
    """The course that is attacked, its surroundings, and what was where before."""

    def __init__(self, root: Path, original: Path, assignment: str) -> None:
        self.root, self.assignment = root, assignment
        self.course, self.home, self.scratch = (root / name for name in ("course", "home", "tmp"))
        for folder in (self.home, self.scratch, root / "outside", self.course / "submitted"):
            folder.mkdir(parents=True)
        for name in ("source", "release", "tests/hidden"):
            shutil.copytree(original / name, self.course / name)
        config = (original / "nbgrader_config.py").read_text() + LIMITS
        (self.course / "nbgrader_config.py").write_text(config)
        # The path of all that descends from the grader, a student's processes too, shows whose.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        self.environment = os.environ | {
            "PATH": f"{root}{os.pathsep}{path}",
            "HOME": str(self.home),
            "TMPDIR": str(self.scratch),
            "CANARY": _canary(),
        }
        self._plant_canaries()

    def _plant_canaries(self) -> None:
        for check in (self.course / "tests" / "hidden").rglob("*.py"):
            check.write_text(f"{check.read_text()}\n# {_canary()}\n")
        for path in (self.course / "source").rglob("*.ipynb"):
            notebook = nbformat.read(path, as_version=4)
            notebook.metadata["canary"] = _canary()
            nbformat.write(notebook, path)
        (self.home / "canary").write_text(_canary())
        generate = ["nbgrader", "generate_assignment", self.assignment, "--force"]
        subprocess.run(
            generate, cwd=self.course, env=self.environment, check=True, capture_output=True
        )
        with self._gradebook() as gradebook:
            gradebook.add_student("victim", last_name=_canary())

    @contextmanager
    def _gradebook(self) -> Iterator[Gradebook]:
        with Gradebook(f"sqlite:///{self.course}/gradebook.db", "d2l") as gradebook:
            yield gradebook

    def hand_in(self, example: Example) -> None:
        """Hand in a submission."""
        submit(example, self.course / "release" / self.assignment, self.course / "submitted")

    def grade(self, attacks: dict[str, Example], isolation: str) -> dict[str, Outcome]:
        """Grade the class, with these attacks in it; they are given their surroundings first."""
        arguments = ["grade", self.assignment, "--isolation", isolation]
        wait = f"read -r go; exec {' '.join(arguments)}"
        with ExitStack() as stack, (self.root / "log").open("w") as log:
            grader = subprocess.Popen(
                ["sh", "-c", wait],
                cwd=self.course,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                text=True,
            )
            stack.callback(grader.kill)
            listeners = {}
            for student, attack in attacks.items():
                outside = self.root / "outside" / student
                outside.mkdir()
                outside.chmod(0o777)
                (outside / "here").write_text("before")
                listeners[student] = Listener(outside / "socket", f"{self.root.name}/{student}")
                stack.callback(listeners[student].close)
                self.hand_in(self._arm(attack, student, listeners[student], grader.pid))
            before = _manifest(self.root / "outside"), self._fixed()
            grader.communicate("go\n", timeout=SECONDS)
            if grader.returncode not in (0, 1):  # 1: something was not graded
                raise RuntimeError((self.root / "log").read_text())
            self.leaks = [f"changed {path}" for path in _changes(before[1], self._fixed())]
            self.leaks += [f"left {path.name} in a temporary folder" for path in self._left()]
            self.leaks += [f"left a process: {command}" for command in self._survivors()]
            changed = _changes(before[0], _manifest(self.root / "outside"))
            outcomes = {name: self._outcome(name, attack) for name, attack in attacks.items()}
            for student, listener in listeners.items():
                mine = [f"changed {Path(path).name}" for path in changed if f"/{student}" in path]
                outcomes[student].leaks += sorted({*listener.heard, *mine})
            return outcomes

    def _arm(self, attack: Example, student: str, listener: Listener, grader: int) -> Example:
        """Give an attack its knowledge of the machine."""
        words = {
            "COURSE": self.course,
            "VICTIM": self.course / "submitted" / "000_honest" / self.assignment,
            "HOME": self.home,
            "OUTSIDE": self.root / "outside" / student,
            "GRADER": grader,
            "PORT": listener.port,
            "SOCKET": listener.path,
            "ABSTRACT": listener.name,
        }

        def fill(code: str) -> str:
            return re.sub(r"@([A-Z]+)@", lambda word: str(words[word[1]]), code)

        cells = {name: fill(code) for name, code in attack.cells.items()}
        return replace(attack, name=student, cells=cells, extra=[PRELUDE, *map(fill, attack.extra)])

    def _fixed(self) -> Manifest:
        """What must be the same before and after."""
        found: Manifest = {}
        for folder in ("source", "release", "tests", "submitted"):
            found |= _manifest(self.course / folder)
        for path in map(Path, sys.path):  # their contents come and go: Python writes there, too
            if path.is_dir():
                found[str(path)] = tuple(sorted({p.name for p in path.iterdir()} - {"__pycache__"}))
        return found

    def _left(self) -> list[Path]:
        """Files that were left where other programs keep theirs; they are removed."""
        kernels = list(self.scratch.glob("kernel-*"))
        left = [path for folder in SHARED for path in Path(folder).glob(f"*{LEFT}*")]
        for path in left:
            path.unlink()
        return kernels + left

    def _survivors(self) -> list[str]:
        """The commands of processes that the grader has left; they are ended."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if str(self.root) in process.environ().get("PATH", ""):
                    found.append(" ".join(process.cmdline())[:80])
                    process.kill()
        return found

    def _outcome(self, student: str, attack: Example) -> Outcome:
        outcome = Outcome(attack, self.score(student))
        folder = Path(student, self.assignment)
        for path in sorted((self.course / "autograded" / folder).glob("*.ipynb")):
            notebook = nbformat.read(path, as_version=4)
            outcome.leaks += leaks_of([cell.get("outputs", []) for cell in notebook.cells])
            seconds = notebook.metadata.get(RECORD, {}).get("seconds")
            if seconds is not None:
                outcome.seconds = (outcome.seconds or 0.0) + seconds
        for path in sorted((self.course / "feedback" / folder).glob("*.html")):
            outcome.leaks += Page(path.read_text()).leaks
        outcome.leaks = sorted(set(outcome.leaks))
        return outcome

    def score(self, student: str) -> float | None:
        """Points in the gradebook; None where something was not graded."""
        with self._gradebook() as gradebook, suppress(MissingEntry):
            found = gradebook.find_submission(self.assignment, student)
            scores = [grade.auto_score for book in found.notebooks for grade in book.grades]
            return None if None in scores else sum(scores)
        return None


class Page(HTMLParser):
    """What leaks in a page of feedback: secrets in its text, and our marker in what it obeys."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.leaks = [f"showed {token}" for token in set(CANARY.findall(html))]
        self._within = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at a tag's attributes."""
        self._within = tag
        if any(ACTIVE in (value or "") for _, value in attrs):
            self.leaks.append(f"put code into <{tag}>")

    def handle_data(self, data: str) -> None:
        """Look at text that is no text."""
        if ACTIVE in data and self._within in ("script", "style"):
            self.leaks.append(f"put code into <{self._within}>")
        if LOOT in data:
            self.leaks.append(_one_line(data[data.index(LOOT) :]))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        """Leave a tag."""
        self._within = ""


def leaks_of(outputs: object) -> list[str]:
    """The loot, secrets and terminal escapes in a notebook's outputs."""
    text = json.dumps(outputs, ensure_ascii=False)
    leaks = [_one_line(found[0]) for found in re.finditer(rf'{LOOT}.*?(?=\\n|")', text)]
    leaks += [f"showed {token}" for token in CANARY.findall(text)]
    return leaks + ["showed a terminal escape"] * (r"\u001b" in text or r"\u009b" in text)


def _one_line(text: str) -> str:
    return " ".join(text.removeprefix(LOOT).split())[:120]


def _canary() -> str:
    return f"canary-{secrets.token_hex(8)}"


def _manifest(folder: Path) -> Manifest:
    """Every file and folder in a folder, and how it is."""
    found: Manifest = {}
    for path in [folder, *folder.rglob("*")]:
        if "__pycache__" not in path.parts and not path.is_socket():
            about = path.lstat()
            size = 0 if path.is_dir() else about.st_size
            found[str(path)] = (size, about.st_mtime_ns, about.st_mode, about.st_uid)
    return found


def _changes(before: Manifest, after: Manifest) -> list[str]:
    return sorted(path for path in before | after if before.get(path) != after.get(path))


def besiege(course: Path, assignment: str, isolation: str, names: list[str]) -> Siege:
    """Hand in attacks and honest submissions by turns, grade them all, and judge.

    Args:
        course: the folder of the course, with examples in tests/submissions.
        names: of the attacks; none means all of them.
    """
    started = time.monotonic()
    examples = course / "tests" / "submissions"
    chosen = [read_example(path) for path in sorted((examples / "hostile").glob("*.py"))]
    if unknown := set(names) - {example.name for example in chosen}:
        raise ValueError(f"there is no attack {', '.join(sorted(unknown))}")
    chosen = [example for example in chosen if not names or example.name in names]
    tried = [example for example in chosen if isolation != "none" or not example.needs]
    honest = read_example(examples / "right" / "reference.py")
    with tempfile.TemporaryDirectory(prefix="siege-", ignore_cleanup_errors=True) as folder:
        ground = Field(Path(folder).resolve(), course, assignment)
        attacks = {f"{2 * i + 1:03}_{attack.name}": attack for i, attack in enumerate(tried)}
        others = {
            f"{2 * i:03}_honest": replace(
                honest, name=f"{2 * i:03}_honest", extra=[f"# honest, number {i}: {_canary()}"]
            )
            for i in range(len(tried) + 1)
        }
        for example in others.values():
            ground.hand_in(example)
        outcomes = ground.grade(attacks, isolation)
        found = [Outcome(example, ground.score(name)) for name, example in others.items()]
        moved = [outcome for outcome in found if outcome.earned != outcome.honest]
        return Siege(
            attacks=list(outcomes.values()),
            not_tried=[example for example in chosen if example not in tried],
            unmoved=len(found) - len(moved),
            moved=moved,
            leaks=ground.leaks,
            seconds=time.monotonic() - started,
        )


def show(siege: Siege, console: Console) -> None:
    """Show a table of the attacks, and the totals as its last line."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("attack", no_wrap=True)
    for name, options in {
        "what it tries": 3,
        "points / honest": 1,
        "leaks": 3,
        "outcome": 1,
    }.items():
        table.add_column(name, ratio=options, overflow="fold")
    for outcome in siege.attacks:
        seconds = "" if outcome.seconds is None else f", {outcome.seconds:.1f} s"
        earned = "not graded" if outcome.earned is None else f"{outcome.earned:g}"
        less = outcome.earned is not None and outcome.earned < outcome.honest
        verdict = "POINTS" if outcome.unearned else "LEAK" if outcome.leaks else "held"
        verdict += ", lost honest points" if less else ""
        table.add_row(
            outcome.example.name,
            outcome.example.summary,
            f"{earned} / {outcome.honest:g}",
            "\n".join(outcome.leaks[:5]),
            verdict + seconds,
        )
    for example in siege.not_tried:
        table.add_row(example.name, example.summary, "", "", "not tried")
    console.print(table, markup=False)
    for leak in siege.leaks:
        console.print(f"by whom is not known: {leak}", markup=False)
    for outcome in siege.moved:
        console.print(f"{outcome.example.name}: {outcome.earned} of {outcome.honest:g} points")
    console.print(
        f"{len(siege.attacks)} attacks: {siege.unearned:g} unearned points, "
        f"{siege.all_leaks} leaks, {siege.not_graded} not graded; {len(siege.moved)} of "
        f"{len(siege.moved) + siege.unmoved} honest scores changed; {siege.seconds:.0f} s"
    )


def main(argv: list[str] | None = None) -> int:
    """Attack; the status is 1 if anybody got what they must not."""
    parser = argparse.ArgumentParser(prog="attack", description=main.__doc__)
    parser.add_argument("assignment")
    parser.add_argument("names", nargs="*", metavar="NAME", help="of attacks; default: all")
    parser.add_argument("--isolation", choices=("strict", "auto", "none"), default="auto")
    args = parser.parse_args(argv)
    siege = besiege(Path.cwd(), args.assignment, args.isolation, args.names)
    show(siege, Console(width=None if sys.stdout.isatty() else 160))
    leaked = args.isolation != "none" and siege.all_leaks
    return int(bool(siege.unearned or siege.moved or leaked))


if __name__ == "__main__":
    sys.exit(main())
