"""The folder that a kernel works in."""

from pathlib import Path

from kernels import submission

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
