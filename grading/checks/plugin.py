"""The pytest plugin that hidden checks run under: their fixtures, marker and options.

The grader hands in the submission (see `grading.checks.runner`). A plain `pytest` run checks the
reference solutions in `source/` in the same way.
"""

from __future__ import annotations

import hashlib
import secrets
import struct
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
import torch

from grading.checks.seeds import derive
from grading.checks.submission import Submission
from grading.notebooks.reading import imports_of
from grading.sandbox.policy import Sandbox

WORDS = 624  # of 32 bits, in the state of a Mersenne Twister
SUBMISSION = pytest.StashKey[Submission]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("hidden checks")
    group.addoption("--device", choices=("auto", "cpu", "cuda"), default="auto")
    group.addoption("--seed", default=secrets.token_hex(16), help="of the hidden inputs")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "points(n): what a hidden check is worth")


def pytest_report_header(config: pytest.Config) -> str:
    return f"hidden checks: --device {config.getoption('device')} --seed {config.getoption('seed')}"


def devices(choice: str) -> list[torch.device]:
    """The devices to check on: CPU, and CUDA where there is one; or just the one named.

    Raises:
        ValueError: CUDA is asked for, and there is none.
    """
    has_cuda = choice != "cpu" and torch.cuda.is_available()
    if choice == "cuda" and not has_cuda:
        raise ValueError("--device cuda: torch finds no CUDA device on this machine")
    names = [choice] if choice != "auto" else ["cpu", "cuda"] if has_cuda else ["cpu"]
    # With an index, as a tensor on it has: torch.device("cuda") differs from its own "cuda:0".
    return [torch.device(name, 0) if name == "cuda" else torch.device(name) for name in names]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "device" in metafunc.fixturenames:
        choices = devices(metafunc.config.getoption("device"))
        metafunc.parametrize("device", choices, ids=str, scope="session")


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> torch.Generator:
    """Draws this check's hidden inputs, on the CPU; each submission and check has its own seed."""
    return generator(derive(request.config.getoption("seed"), request.function.__name__))


@pytest.fixture(scope="module")
def shared_rng(request: pytest.FixtureRequest) -> torch.Generator:
    """Draws hidden inputs that the checks of a file share, for calls that take long."""
    return generator(derive(request.config.getoption("seed"), request.path.name))


def generator(seed: str) -> torch.Generator:
    """A generator on the CPU that follows from the whole seed; torch's own take 32 bits of one."""
    rng = torch.Generator().manual_seed(0)
    state = rng.get_state()
    words = hashlib.shake_256(seed.encode()).digest(4 * WORDS)
    # After three numbers, the state of the Mersenne Twister: its words, each in eight bytes.
    state.view(torch.int64)[3 : 3 + WORDS] = torch.tensor(struct.unpack(f"<{WORDS}I", words))
    return rng.set_state(state)


@pytest.fixture(scope="module")
def submission(request: pytest.FixtureRequest) -> Iterator[Submission]:
    """The functions to check: a student's, or else those of the reference solution."""
    if given := request.config.stash.get(SUBMISSION, None):
        yield given
        return
    with _reference(request.path) as reference:
        yield reference


def _reference(check: Path) -> Submission:
    course, assignment, notebook = check.parents[4], check.parents[1], check.parent
    folder = course / "source" / assignment.name
    reference = nbformat.read(folder / f"{notebook.name}.ipynb", as_version=4)
    cells = [i for i, cell in enumerate(reference.cells) if cell.cell_type == "code"]
    return Submission(reference, cells, sandbox=Sandbox(imports_of(folder)))
