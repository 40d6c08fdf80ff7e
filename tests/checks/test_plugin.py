"""pytest, run by an author of hidden checks in a folder of a course."""

import subprocess
import sys

import pytest
from nbformat import write
from nbformat.v4 import new_code_cell, new_notebook

CHECK = """
def test_it(submission):
    assert submission.answer() == {answer}
"""


@pytest.fixture
def course(tmp_path):
    """Two assignments of the same names, whose answers differ, and a file that holds no checks."""
    for assignment, answer in [("first", 1), ("second", 2)]:
        code = f"def answer():\n    return {answer}"
        (tmp_path / "source" / assignment).mkdir(parents=True)
        notebook = new_notebook(cells=[new_code_cell(code)])
        write(notebook, tmp_path / "source" / assignment / "book.ipynb")
        checks = tmp_path / "tests/hidden" / assignment / "book"
        checks.mkdir(parents=True)
        for name in ("test_answer.py", "cell-89cf.py"):
            (checks / name).write_text(CHECK.format(answer=answer))
        (checks / "pictures.py").write_text("raise RuntimeError('this is no check')")
    return tmp_path


def run_pytest(*args, folder):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *args]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_each_file_of_checks_is_found_whatever_its_name(course):
    alone = "tests/hidden/first/book/cell-89cf.py"
    for folder, path, count in [(".", "tests", 4), ("tests/hidden", ".", 4), (".", alone, 1)]:
        run = run_pytest("--collect-only", path, folder=course / folder)
        assert f"{count} test" in run.stdout, run.stdout + run.stderr


@pytest.mark.slow
def test_each_is_run_on_the_reference_of_its_own_assignment(course):
    run = run_pytest("--checks-seed=17", "tests", folder=course)
    assert "4 passed" in run.stdout, run.stdout + run.stderr
    assert "--checks-device auto --checks-seed 17" in run.stdout


def test_tests_of_others_wait_for_no_torch(tmp_path):
    code = (
        "def test_other():\n    import sys\n    assert not {'torch', 'nbformat'} & {*sys.modules}"
    )
    (tmp_path / "test_other.py").write_text(code)
    run = run_pytest(folder=tmp_path)
    assert "1 passed" in run.stdout, run.stdout
    assert "hidden checks" not in run.stdout
