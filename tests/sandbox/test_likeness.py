"""The kernel that grades is like the kernel that the student had.

The same cells run in a plain Jupyter kernel and in ours, and show the same, but for what is listed
in `differences.toml` with the reason why.
"""

import re
import tomllib
from pathlib import Path

import pytest
import torch
from kernels import IMPORTS, PATIENT, notebook, submission
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, writes
from support import HANG

from grading.sandbox.confinement import HOME
from grading.sandbox.policy import Limits, Sandbox
from grading.sandbox.scratch import environment_in, fill_home, scratch_folder
from grading.sandbox.spawn import passed_on, what_is_missing

FILES = {
    "mylib.py": b"def answer():\n    return 42\n",
    "package/__init__.py": b"from .part import name\n",
    "package/part.py": b"name = __name__\n",
    "helper.ipynb": writes(new_notebook(cells=[new_code_cell("helped = 7")])).encode(),
    "data/numbers.csv": b"a,b\n1,2\n",
}
# By name. They share a kernel, so those that change its state stand at the end.
CELLS = tomllib.loads((Path(__file__).parent / "likeness.toml").read_text("utf-8"))["cells"]
LISTED = tomllib.loads((Path(__file__).parent / "differences.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def plain() -> list[str]:
    """What each cell shows in a plain kernel, in a home folder like that of ours."""
    cells = notebook(*CELLS.values())
    with scratch_folder() as scratch:
        home = scratch / HOME
        work = fill_home(home, FILES)
        client = NotebookClient(cells, kernel_name="python3", allow_errors=True, timeout=HANG)
        client.execute(cwd=str(work), env=passed_on() | environment_in(home))
    return [shown(cell) for cell in cells.cells]


@pytest.fixture(scope="module")
def ours() -> list[str]:
    """What each cell shows in the kernel that grades."""
    with submission(*CELLS.values(), files=FILES, limits=PATIENT) as student:
        pass
    return [shown(cell) for cell in student.first_run.cells]


def shown(cell: NotebookNode) -> str:
    """The outputs of a cell as text, without what differs from run to run."""
    parts = []
    for output in cell.outputs:
        if output.output_type == "stream":
            parts.append(output.text)
        elif output.output_type == "error":
            parts.append(f"{output.ename}: {output.evalue}")
        else:
            parts += [f"{kind}: {output.data[kind]}" for kind in sorted(output.data)]
    lines = [line for part in parts for line in part.splitlines() if line]
    text = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(lines))
    return re.sub(r"/\S*?/kernel-\w+/home|0x[0-9a-f]+|(?<=ipykernel_)\d+", "…", text)


@pytest.mark.slow
@pytest.mark.parametrize("name", CELLS)
def test_a_cell_shows_what_it_shows_in_a_plain_kernel(name, plain, ours):
    number = list(CELLS).index(name)
    if name in LISTED:
        if what_is_missing(Sandbox(IMPORTS)) or torch.cuda.is_available():
            pytest.skip("this machine does not confine a kernel in full")
        assert ours[number] != plain[number], f"{name} is no difference any more: do not list it"
    else:
        assert ours[number] == plain[number]


def test_every_difference_that_is_listed_has_a_cell_and_a_reason():
    assert set(LISTED) <= set(CELLS)
    assert all(reason.endswith(".") for reason in LISTED.values())


@pytest.mark.long
def test_what_torch_compiles_for_a_student_runs():
    code = "import torch\n@torch.compile\ndef double(x): return 2 * x + torch.sin(x)"
    patient = Limits(cell=300, call=300, notebook=600)
    with submission(code, limits=patient) as student:
        assert student.double(torch.zeros(3)).tolist() == [0, 0, 0]
