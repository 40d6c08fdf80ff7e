"""A course that is attacked, all that surrounds it, and what an attack got at.

It uses nothing of the engine but the command `grade` and what that leaves behind.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, suppress
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import psutil
from nbgrader.api import Gradebook, MissingEntry
from proofs.examples import Example, copy_course, submit

from grading.feedback.cell_report import RECORD
from grading.notebooks.repair import grade_id

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


def channel():
    """In a call: the socket that it is answered on."""
    import sys

    frame = sys._getframe()
    while frame.f_code.co_name != "serve":
        frame = frame.f_back
    return frame.f_locals["channel"]
'''
LIMITS = """
c.HiddenChecks.cell_seconds = 4
c.HiddenChecks.call_seconds = 4
c.HiddenChecks.notebook_seconds = 20
c.HiddenChecks.memory_gigabytes = 2
"""
SECONDS = 60 * 60  # for a whole class
SECONDS_TO_END = 900  # for the grader's own processes
LOOT, ACTIVE, LEFT = (
    "LOOT:",
    "PWNED",
    "an_attack",
)  # in outputs, in what a page obeys, in file names
# A link that somebody has to follow, a picture that brings its own data, and what is read aloud.
HARMLESS = re.compile(
    r"a href https?://|img alt |svg aria-label |img src data:image/[\w+]+;base64,"
)
CANARY = re.compile(r"canary-[0-9a-f]{16}")
WORD = re.compile(r"@([A-Z]+)@")
SHARED = ("/tmp", "/var/tmp", "/dev/shm")  # where nothing must be left either

Manifest = dict[str, tuple[object, ...]]


class Listener:
    """Takes down whatever comes in over TCP, UDP and Unix sockets."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self.heard: set[str] = set()
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
        while True:
            try:
                if listening.type == socket.SOCK_STREAM:
                    listening.accept()[0].close()
                elif not listening.recv(1 << 16):  # closed
                    return
            except OSError:  # closed
                return
            self.heard.add(f"reached a listener: {listening.family.name} {listening.type.name}")

    def close(self) -> None:
        """Listen no more."""
        for listening in self._sockets:
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            listening.close()


class Ground:
    """A copy of a course, with a secret wherever an attack could look for one.

    Attributes:
        leaks: once it was graded, what cannot be told whose it is.
    """

    def __init__(self, root: Path, original: Path, assignment: str) -> None:
        self.leaks: list[str] = []
        self._root, self._assignment = root, assignment
        self._course, self._home, self._scratch = (root / n for n in ("course", "home", "tmp"))
        for folder in (self._home, self._scratch, root / "outside"):
            folder.mkdir()
        copy_course(original, assignment, self._course)
        with (self._course / "nbgrader_config.py").open("a") as config:
            config.write(LIMITS)
        # All that descends from the grader, a student's processes too, is known by its PATH.
        path = [str(root), str(Path(sys.executable).parent), os.environ["PATH"]]
        self._environment = os.environ | {
            "PATH": os.pathsep.join(path),
            "HOME": str(self._home),
            "TMPDIR": str(self._scratch),
            "CANARY": canary(),
        }
        self._plant_canaries()

    def _plant_canaries(self) -> None:
        for check in (self._course / "tests" / "hidden").rglob("*.py"):
            check.write_text(f"{check.read_text()}\n# {canary()}\n")
        for path in (self._course / "source").rglob("*.ipynb"):
            notebook = nbformat.read(path, as_version=4)
            notebook.metadata["canary"] = canary()
            nbformat.write(notebook, path)
        (self._home / "canary").write_text(canary())
        generate = ["nbgrader", "generate_assignment", self._assignment, "--force"]
        quiet = {"check": True, "capture_output": True}
        subprocess.run(generate, cwd=self._course, env=self._environment, **quiet)  # type: ignore[call-overload]
        with self._gradebook() as gradebook:
            gradebook.add_student("victim", last_name=canary())

    def _gradebook(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self._course}/gradebook.db", "d2l")

    def hand_in(self, student: str, example: Example) -> None:
        """Hand in an example as the submission of a student.

        Its code is in the notebooks whose exercises it answers, or in the first if it answers none.
        """
        release = self._course / "release" / self._assignment
        submitted = self._course / "submitted"
        submit(replace(example, name=student), release, submitted)
        paths = sorted(release.glob("*.ipynb"))
        answered = [path for path in paths if _answers(example, path)] or paths[:1]
        for path in set(paths).difference(answered):
            shutil.copy(path, submitted / student / self._assignment)

    def grade(self, attacks: dict[str, Example], victim: str, isolation: str) -> None:
        """Hand in attacks, by student, that know the machine; grade them and all others."""
        command = f"read -r go; exec grade {self._assignment} --isolation {isolation}"
        with ExitStack() as stack, (self._root / "log").open("w") as log:
            grader = subprocess.Popen(  # it waits until the attacks know its number
                ["sh", "-c", command],
                cwd=self._course,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                text=True,
            )
            stack.callback(grader.kill)
            self._listeners = {}
            for student, attack in attacks.items():
                self._outside(student).mkdir()
                self._outside(student).chmod(0o777)
                (self._outside(student) / "here").write_text("before")
                name = f"{self._root.name}/{student}"
                listener = Listener(self._outside(student) / "socket", name)
                self._listeners[student] = listener
                stack.callback(listener.close)
                self.hand_in(student, self._arm(attack, student, victim, grader.pid))
            before, outside = self._fixed(), _manifest(self._root / "outside")
            grader.communicate("go\n", timeout=SECONDS)
            if grader.returncode not in (0, 1):  # 1: something was not graded
                raise RuntimeError((self._root / "log").read_text())
            self.leaks = [f"changed {path}" for path in _changes(before, self._fixed())]
            self.leaks += [f"left {name}" for name in self._left()]
            self._changed = _changes(outside, _manifest(self._root / "outside"))

    def _outside(self, student: str) -> Path:
        return self._root / "outside" / student

    def _arm(self, attack: Example, student: str, victim: str, grader: int) -> Example:
        """Give an attack its knowledge of the machine."""
        words = {
            "COURSE": self._course,
            "VICTIM": self._course / "submitted" / victim / self._assignment,
            "HOME": self._home,
            "OUTSIDE": self._outside(student),
            "GRADER": grader,
            "PORT": self._listeners[student].port,
            "SOCKET": self._listeners[student].path,
            "ABSTRACT": self._listeners[student].name,
        }

        def fill(code: str) -> str:
            return WORD.sub(lambda word: str(words[word[1]]), code)

        cells = {name: fill(code) for name, code in attack.cells.items()}
        return replace(attack, cells=cells, extra=[PRELUDE, *map(fill, attack.extra)])

    def _fixed(self) -> Manifest:
        """What must be the same before and after."""
        found: Manifest = {}
        for folder in ("source", "release", "tests", "submitted"):
            found |= _manifest(self._course / folder)
        for path in map(Path, sys.path):  # their contents come and go: Python writes there, too
            if path.is_dir():
                found[str(path)] = tuple(sorted({p.name for p in path.iterdir()} - {"__pycache__"}))
        return found

    def _left(self) -> list[str]:
        """The files and processes that were left; they are removed and ended."""
        left = [f"the folder {path.name}" for path in self._scratch.glob("kernel-*")]
        for path in [path for folder in SHARED for path in Path(folder).glob(f"*{LEFT}*")]:
            path.unlink()
            left.append(f"the file {path}")
        _, survivors = psutil.wait_procs(self._processes(), SECONDS_TO_END)
        for process in survivors:
            with suppress(psutil.Error):
                left.append("the process " + " ".join(process.cmdline())[:80])
                process.kill()
        return left

    def _processes(self) -> list[psutil.Process]:
        """The grader's processes and all that descend from it."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if str(self._root) in process.environ().get("PATH", ""):
                    found.append(process)
        return found

    def score(self, student: str) -> float | None:
        """Points in the gradebook; None where something was not graded."""
        with self._gradebook() as gradebook, suppress(MissingEntry):
            found = gradebook.find_submission(self._assignment, student)
            scores = [grade.auto_score for book in found.notebooks for grade in book.grades]
            return None if None in scores else sum(scores)
        return None

    def seconds(self, student: str) -> float | None:
        """How long it took to grade, where that is on record."""
        records = [book.metadata.get(RECORD, {}) for book in self._graded(student)]
        seconds = [record["seconds"] for record in records if record.get("seconds") is not None]
        return sum(seconds) if seconds else None

    def reasons(self, student: str) -> list[str]:
        """The checks that failed, and why what was not graded was not."""
        found = []
        for notebook in self._graded(student):
            exercises = notebook.metadata.get(RECORD, {}).get("exercises", {}).values()
            found += [exercise["fault"] for exercise in exercises if exercise["fault"]]
            texts = [o.get("data", {}).get("text/plain", "") for o in _outputs(notebook)]
            found += [line for text in texts for line in text.splitlines() if line[:1] == "✗"]
        return found

    def loot(self, student: str) -> list[str]:
        """What an attack got at, or left behind."""
        leaks = set(self._listeners[student].heard)
        leaks |= {f"changed {Path(p).name}" for p in self._changed if f"/{student}" in p}
        for notebook in self._graded(student):
            leaks |= leaks_of(_outputs(notebook))
        for path in (self._course / "feedback" / student / self._assignment).glob("*.html"):
            leaks |= Page(path.read_text()).leaks
        return sorted(leaks)

    def _graded(self, student: str) -> list[nbformat.NotebookNode]:
        folder = self._course / "autograded" / student / self._assignment
        return [nbformat.read(path, as_version=4) for path in sorted(folder.glob("*.ipynb"))]


def _answers(example: Example, path: Path) -> bool:
    """Whether an example answers an exercise of a notebook."""
    return any(grade_id(cell) in example.cells for cell in nbformat.read(path, as_version=4).cells)


def _outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


class Page(HTMLParser):
    """What leaks in a page of feedback: secrets in its text, and our marker in what it obeys."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.leaks = {f"showed {token}" for token in CANARY.findall(html)}
        self._within = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at a tag's attributes."""
        self._within = tag
        if any(
            ACTIVE in (value or "") and not HARMLESS.match(f"{tag} {name} {value}")
            for name, value in attrs
        ):
            self.leaks.add(f"put code into <{tag}>")

    def handle_data(self, data: str) -> None:
        """Look at text, and at scripts and styles."""
        if ACTIVE in data and self._within in ("script", "style"):
            self.leaks.add(f"put code into <{self._within}>")
        if LOOT in data:
            self.leaks.add(_one_line(data[data.index(LOOT) :]))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        """Leave a tag."""
        self._within = ""


def leaks_of(outputs: object) -> set[str]:
    """The loot, secrets and terminal escapes in a notebook's outputs."""
    text = json.dumps(outputs, ensure_ascii=False)
    leaks = {_one_line(found[0]) for found in re.finditer(rf'{LOOT}.*?(?=\\n|")', text)}
    leaks |= {f"showed {token}" for token in CANARY.findall(text)}
    return leaks | {"showed a terminal escape" for sign in ("\\u001b", "\x9b") if sign in text}


def _one_line(text: str) -> str:
    return " ".join(text.removeprefix(LOOT).split())[:100]


def canary() -> str:
    """A new secret."""
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
