"""The pytest plugin with the fixtures, marker and options of hidden checks.

The grader gives the submission to the plugin (see `grading.checks.runner`). A plain `pytest` run
checks the reference solutions in `source/` in the same way.

pytest loads this plugin wherever the package is installed, so slow imports (torch) are made by the
functions that need them.
"""

from __future__ import annotations

import hashlib
import secrets
import struct
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grading.checks.seeds import derive

if TYPE_CHECKING:
    import torch

    from grading.checks.submission import Submission

WORDS = 624  # of 32 bits, in the state of a Mersenne Twister
PICTURES = "pictures.py"  # the file beside hidden checks that makes charts
COURSE = 4  # the folder of the course among the parents of tests/hidden/<assignment>/<notebook>/*
ARE_THERE = pytest.StashKey[bool]()
SUBMISSION = pytest.StashKey["Submission"]()
RUNNING = pytest.StashKey["Submission"]()  # the submission or reference that is being checked
ASKING = pytest.StashKey[set[tuple[object, str]]]()  # fixtures that called the submission


class NothingAsked(Exception):
    """A check called no function of the submission, so it would pass for any submission."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("hidden checks")
    group.addoption("--checks-device", default="auto", help="auto, cpu, accelerator, or its name")
    group.addoption("--checks-seed", default=secrets.token_hex(16), help="of the hidden inputs")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "points(n): what a hidden check is worth")


class HiddenChecks(pytest.Module):
    """A file of hidden checks; files in different folders may share a name."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        option = self.config.option
        mode, option.importmode = option.importmode, "importlib"
        try:
            yield from super().collect()
        finally:
            option.importmode = mode


def is_of_checks(path: Path) -> bool:
    """Return whether a file is in a folder of hidden checks whose reference notebook exists."""
    return (
        path.suffix == ".py"
        and path.name != PICTURES
        and len(path.parents) > COURSE
        and _reference_of(path).is_file()
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    patterns = parent.config.getini("python_files")
    is_collected = any(map(file_path.match, patterns)) or parent.session.isinitpath(file_path)
    if is_collected or not is_of_checks(file_path):
        return None
    return HiddenChecks.from_parent(parent, path=file_path)


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Module | None:
    return HiddenChecks.from_parent(parent, path=module_path) if is_of_checks(module_path) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    config.stash[ARE_THERE] = any(
        "submission" in getattr(item, "fixturenames", ()) for item in items
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    config = terminalreporter.config
    if config.stash.get(ARE_THERE, False):
        device, seed = config.getoption("checks_device"), config.getoption("checks_seed")
        terminalreporter.write_line(f"hidden checks: --checks-device {device} --checks-seed {seed}")


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    before = _calls(request.config)
    value = yield
    if _calls(request.config) > before:
        asking = request.config.stash.setdefault(ASKING, set())
        asking.add((request.node, fixturedef.argname))
    return value


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    before = _calls(item.config)
    try:
        yield
    except TypeError:  # such as torch raises for a value of a wrong type
        _refuse_latest(item.config)
        raise
    is_check = SUBMISSION in item.config.stash or item.getparent(HiddenChecks)
    if is_check and _calls(item.config) == before and not _uses_answers(item):
        raise NothingAsked(f"{item.name} calls no function of the submission")


def _uses_answers(item: pytest.Item) -> bool:
    """Return whether a fixture of the check has called functions of the submission."""
    names = getattr(item, "fixturenames", ())
    fixtures = {(node, name) for node in item.listchain() for name in names}
    asking = item.config.stash.setdefault(ASKING, set())
    return not fixtures.isdisjoint(asking)


def _calls(config: pytest.Config) -> int:
    if RUNNING not in config.stash:
        return 0
    from grading.checks.submission import calls_of

    return calls_of(config.stash[RUNNING])


def _refuse_latest(config: pytest.Config) -> None:
    if RUNNING in config.stash:
        from grading.checks.submission import refuse_latest

        refuse_latest(config.stash[RUNNING])


def devices(choice: str) -> list[torch.device]:
    """Return the devices to check on, by a choice such as `auto`, `cpu` or `accelerator`.

    `auto` is the CPU and the accelerator, if there is one with float64, in which many checks
    compare. Any other choice is one device.

    Raises:
        ValueError: torch finds no such device.
    """
    import torch

    from grading.sandbox.accelerator import accelerator, has_float64

    available = {"cpu": torch.device("cpu")}
    if choice != "cpu" and (device := accelerator()):
        available["accelerator"] = available[device.type] = device
    if choice == "auto":
        return [device for device in dict.fromkeys(available.values()) if has_float64(device)]
    if choice not in available:
        raise ValueError(
            f"--device {choice}: torch finds no such device here; there is {', '.join(available)}"
        )
    return [available[choice]]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "device" in metafunc.fixturenames:
        choices = devices(metafunc.config.getoption("checks_device"))
        metafunc.parametrize("device", choices, ids=str, scope="session")


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> torch.Generator:
    """Return the generator of this check's hidden inputs, on the CPU.

    The seed differs between submissions and between checks.
    """
    return generator(derive(request.config.getoption("checks_seed"), request.function.__name__))


@pytest.fixture(scope="module")
def shared_rng(request: pytest.FixtureRequest) -> torch.Generator:
    """Return the generator of hidden inputs that the checks of a file share, for slow calls."""
    return generator(derive(request.config.getoption("checks_seed"), request.path.name))


def generator(seed: str) -> torch.Generator:
    """Return a generator on the CPU that uses the whole seed; `manual_seed` uses 32 bits only."""
    import torch

    rng = torch.Generator().manual_seed(0)
    state = rng.get_state()
    words = hashlib.shake_256(seed.encode()).digest(4 * WORDS)
    # After three numbers come the words of the Mersenne Twister, each in eight bytes.
    state.view(torch.int64)[3 : 3 + WORDS] = torch.tensor(struct.unpack(f"<{WORDS}I", words))
    return rng.set_state(state)


@pytest.fixture(scope="module")
def submission(request: pytest.FixtureRequest) -> Iterator[Submission]:
    """Yield the submission to check: the grader's, or else the reference solutions."""
    stash = request.config.stash
    if graded := stash.get(SUBMISSION, None):
        stash[RUNNING] = graded
        yield graded
        return
    with _reference(request.path) as reference:
        stash[RUNNING] = reference
        yield reference


def _reference_of(check: Path) -> Path:
    assignment, notebook = check.parents[1].name, check.parent.name
    return check.parents[COURSE] / "source" / assignment / f"{notebook}.ipynb"


def _reference(check: Path) -> Submission:
    from grading.checks.submission import Submission
    from grading.notebooks.reading import imports_in, read_files, read_notebooks
    from grading.notebooks.running import code_cells
    from grading.sandbox.policy import Sandbox

    path = _reference_of(check)
    notebooks, files = read_notebooks(path.parent), read_files(path.parent, ["*.ipynb"])
    reference = notebooks[path.stem]
    sandbox = Sandbox(imports_in(notebooks.values(), files))
    return Submission(reference, code_cells(reference), sandbox=sandbox, files=files)
