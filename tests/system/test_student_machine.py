"""A student's machine, set up from nothing by the commands of the release's README."""

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import nbformat
import pytest
from lab import Notebook, open_browser, open_lab, skip_without_browser
from support import ASSIGNMENT
from translation import (
    ORIGINALS,
    README,
    REQUIREMENTS,
    TRANSLATIONS,
    cells_of,
    notebooks_of,
    path_of,
    translation_of,
)

from grading.notebooks.repair import has_flag

pytestmark = pytest.mark.long
EDITIONS = ORIGINALS + TRANSLATIONS
NOTEBOOKS = [(edition, name) for edition in EDITIONS for name in notebooks_of(edition)]
NOTEBOOK = notebooks_of(ASSIGNMENT)[0]


def commands(edition: str) -> list[str]:
    """The README's first block of code, without its comments."""
    text = path_of(edition, README, "release").read_text()
    block = re.search(r"^```\n(.*?)^```", text, re.M | re.S)
    return [line.partition("#")[0].strip() for line in block[1].splitlines()]


def solved(edition: str, name: str) -> nbformat.NotebookNode:
    """A released notebook with the reference solutions in it."""
    cells = [cell for cell in cells_of(edition, name) if has_flag(cell, "solution")]
    answers = {cell.id: cell.source for cell in cells}
    notebook = nbformat.read(path_of(edition, name, "release"), as_version=4)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    return notebook


@pytest.fixture(scope="module")
def home():
    """A folder with all assignments; one of them has the environment for all."""
    (each,) = {tuple(commands(edition)) for edition in EDITIONS}
    *setup, start = each
    assert start == "jupyter lab"
    # Not pytest's own folder, which it keeps: these are 6 GB.
    with TemporaryDirectory(prefix="student-", ignore_cleanup_errors=True) as folder:
        for edition, name in NOTEBOOKS:
            Path(folder, edition).mkdir(exist_ok=True)
            nbformat.write(solved(edition, name), Path(folder, edition, name))
        (required,) = {path_of(name, REQUIREMENTS, "release").read_text() for name in EDITIONS}
        first = Path(folder, ASSIGNMENT)
        (first / REQUIREMENTS).write_text(required)
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # it has a `python`
        shell = ["bash", "-exc", "\n".join(setup)]
        subprocess.run(shell, cwd=first, env=os.environ | {"PATH": path}, check=True)
        yield Path(folder)


@pytest.fixture(scope="module")
def programs(home):
    return home / ASSIGNMENT / ".venv" / "bin"


@pytest.fixture(scope="module")
def lab(home, programs):
    with open_lab(home, programs) as lab:
        yield lab


@pytest.mark.parametrize(("edition", "name"), NOTEBOOKS)
def test_the_reference_solutions_run_without_a_warning(home, programs, edition, name):
    path = home / edition / name
    subprocess.run([programs / "jupyter", "execute", "--inplace", path], check=True)
    cells = nbformat.read(path, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert "data:image/svg+xml" in str(outputs)
    warnings = [output.text for output in outputs if "Warning" in output.get("text", "")]
    assert warnings == []


def test_jupyterlab_serves_the_notebooks(lab):
    for address in (f"lab/tree/{ASSIGNMENT}/{NOTEBOOK}", f"files/{ASSIGNMENT}/{NOTEBOOK}"):
        with urlopen(f"{lab.url}/{address}?token={lab.token}") as answer:
            assert answer.status == 200


@pytest.mark.parametrize("edition", [ASSIGNMENT, translation_of(ASSIGNMENT)])
def test_a_browser_runs_a_notebook(lab, edition):
    skip_without_browser()
    from playwright.sync_api import expect

    with open_browser(lab) as browser:
        page = Notebook(browser, lab, f"{edition}/{NOTEBOOK}")
        page.run_all()
        expect(page.last_prompt).to_have_text(re.compile(r"\[\d+\]"))
        expect(page.errors).to_have_count(0)
        expect(page.page.locator(".widget-slider").first).to_be_visible()
