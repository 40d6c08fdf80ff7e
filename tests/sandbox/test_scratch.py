"""The folder that a kernel works in."""

import tempfile
from pathlib import Path

import pytest
from kernels import submission

from grading.sandbox.scratch import LONGEST_TEMPORARY, scratch_folder

LOOK = """
import os
def look(): return [os.getcwd(), sorted(os.listdir()), dict(os.environ).get("SECRET")]
"""


def test_a_kernel_works_in_a_folder_of_its_own_that_goes_with_it(monkeypatch):
    monkeypatch.setenv("SECRET", "of the grader's")
    with submission(LOOK, files={"data.csv": b"1,2"}) as student:
        folder, files, secret = student.look()
        assert files == ["data.csv"]
        assert secret is None
        assert Path(folder).is_dir()
    assert not Path(folder).exists()


def test_what_a_student_leaves_there_undoes_nothing():
    deep = "import os\nhome = os.getcwd()\nfor _ in range(1500):\n    os.mkdir('d'); os.chdir('d')"
    with submission(deep, "def f(): return home") as student:
        home = student.f()
    assert not Path(home).exists()


def test_a_place_that_is_too_deep_for_sockets_is_named(tmp_path, monkeypatch):
    deep = tmp_path / ("d" * LONGEST_TEMPORARY)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    with pytest.raises(OSError, match=rf"{deep}, has too long a path.* TMPDIR"), scratch_folder():
        pass


def test_the_longest_place_is_not_too_deep(monkeypatch):
    with tempfile.TemporaryDirectory(dir="/tmp") as short:
        place = Path(short, "d" * (LONGEST_TEMPORARY - len(short) - 1))
        place.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(place))
        with submission("def f(): return 1") as student:
            assert student.f() == 1
