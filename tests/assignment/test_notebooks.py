"""The notebooks: what the contract says is in them, and nothing that should not be."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell
from support import ASSIGNMENT, CHECKS, ROOT, code_cells, notebooks

from grading.authoring.examples import overlay, read_example
from grading.notebooks.repair import grade_id, has_flag, is_autograded

CONTRACT = {
    "vanishing_gradients": {"sigmoid_gradient": 3, "plot_sigmoid_gradient": 3},
    "exploding_gradients": {"multiply_all": 2, "exploding_product": 2},
}
PASSED = "All visible checks passed."
STUB = 'raise NotImplementedError("Replace this line by your solution.")'
RELEASED = [path for path in (ROOT / "release" / ASSIGNMENT).iterdir() if path.is_file()]
BOTH = notebooks("source") + notebooks("release")


def name(path: Path) -> str:
    return f"{path.parents[1].name}/{path.stem}"


@pytest.mark.parametrize("folder", ["source", "release"])
def test_the_contract_is_kept(folder):
    assert {path.stem for path in notebooks(folder)} == set(CONTRACT)
    for path in notebooks(folder):
        cells = {grade_id(cell): cell for cell in code_cells(path) if grade_id(cell)}
        exercises = CONTRACT[path.stem]
        assert list(cells) == [
            prefix + exercise for exercise in exercises for prefix in ("", "test_")
        ]
        for exercise, points in exercises.items():
            solution, test = cells[exercise].metadata.nbgrader, cells[f"test_{exercise}"]
            assert (solution.solution, solution.grade, solution.locked) == (True, False, False)
            assert is_autograded(test)
            assert test.metadata.nbgrader.locked
            assert test.metadata.nbgrader.points == points
            assert (ROOT / f"tests/hidden/{ASSIGNMENT}/{path.stem}/test_{exercise}.py").is_file()


@pytest.mark.parametrize("path", BOTH, ids=name)
def test_notebooks_in_git_are_clean(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    # An id that a person gave the cell, and not one that changes with every save.
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", id_) for id_ in ids)
    for cell in code_cells(path):
        assert cell.outputs == []
        assert cell.execution_count is None
        assert set(cell.metadata) <= {"nbgrader", "deletable", "editable"}


@pytest.mark.parametrize("path", notebooks("release"), ids=name)
def test_the_student_version_has_stubs_and_no_solutions(path):
    source = {cell.id: cell for cell in code_cells(ROOT / "source" / ASSIGNMENT / path.name)}
    text = path.read_text()
    for cell in code_cells(path):
        original = source[cell.id].source
        if not cell.metadata.get("nbgrader", {}).get("solution"):
            assert cell.source == original
            continue
        stub = cell.source.splitlines()
        assert stub[-1].strip() == STUB
        assert set(stub[:-1]) <= set(original.splitlines())
        begin, end = (original.index(f"### {mark} SOLUTION") for mark in ("BEGIN", "END"))
        for line in original[begin:end].splitlines()[1:]:
            if len(line.strip()) > 12:
                assert line.strip() not in text
        assert ast.get_docstring(ast.parse(original).body[0])
    assert "SOLUTION" not in text


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_no_hidden_check_is_released(check):
    released = "\n".join(path.read_text() for path in RELEASED)
    body = ast.parse(check.read_text()).body
    for function in (node for node in body if isinstance(node, ast.FunctionDef)):
        text = ast.get_docstring(function)
        for statement in function.body[1 if text else 0 :]:
            for line in ast.unparse(statement).splitlines():
                if len(line.strip()) > 25:
                    assert line.strip().replace('"', '\\"') not in released


def test_the_release_is_a_fresh_generation_of_the_source(new_course):
    generated = new_course().root / "release" / ASSIGNMENT
    assert {path.name for path in generated.iterdir()} == {path.name for path in RELEASED}
    for path in RELEASED:
        hint = f"run: nbgrader generate_assignment {ASSIGNMENT} --force"
        assert path.read_bytes() == (generated / path.name).read_bytes(), hint


@pytest.fixture(scope="module", params=notebooks("source"), ids=name)
def client(request, tmp_path_factory):
    """The client of a kernel that has run a notebook of the source."""
    notebook = nbformat.read(request.param, as_version=4)
    folder = {"metadata": {"path": tmp_path_factory.mktemp(request.param.stem)}}
    client = NotebookClient(notebook, timeout=120, resources=folder)
    with client.setup_kernel():
        for number, cell in enumerate(notebook.cells):
            client.execute_cell(cell, number)
        yield client


def run(client: NotebookClient, source: str) -> str:
    """Run one more cell; its outputs as text."""
    cell = new_code_cell(source)
    client.nb.cells.append(cell)
    client.execute_cell(cell, len(client.nb.cells) - 1)
    return str(cell.outputs)


def find(client: NotebookClient, ending: str) -> list[nbformat.NotebookNode]:
    """The cells whose ids end in this way."""
    return [cell for cell in client.nb.cells if cell.id.endswith(ending)]


def test_the_source_runs_from_top_to_bottom(client):
    for cell in client.nb.cells:
        if cell.cell_type == "code" and is_autograded(cell):
            assert PASSED in str(cell.outputs)
    pictures = ["image/svg+xml" in str(cell.outputs) for cell in find(client, "-picture")]
    assert len(pictures) == 2
    assert all(pictures)


def test_the_visible_checks_pass_every_right_answer(client):
    for path in sorted((ROOT / "tests/submissions/right").glob("*.py")):
        example = read_example(path)
        answers = [
            cell
            for cell in overlay(example, client.nb).cells
            if cell.id.startswith("extra-")
            or has_flag(cell, "solution")
            or (grade_id(cell) or "").removeprefix("test_") in example.scores
        ]
        close = "d2l.plt.close('all')"  # before it is drawn, which takes long
        done = run(client, "\n\n".join([*(cell.source for cell in answers), close]))
        assert done.count(PASSED) == sum(map(is_autograded, answers)), f"{path.stem}: {done}"


def test_the_warm_up_fails_until_it_is_fixed(client):
    for check in find(client, "warm-up-check"):
        assert "expected 3.0, your result is 9.0" in str(check.outputs)
        (task,) = find(client, "warm-up")
        run(client, task.source.replace("sum", "mean"))
        assert PASSED in run(client, check.source)


def test_sliders_are_made_only_where_somebody_can_move_them(client):
    pytest.importorskip("ipywidgets")
    (sliders,) = find(client, "-sliders")
    assert "No sliders here." in str(sliders.outputs)
    client.kc.allow_stdin = True  # as in JupyterLab
    done = run(client, sliders.source)
    assert "application/vnd.jupyter.widget-view+json" in done
    assert "image/svg+xml" not in done  # It is in the widget, which redraws it.


def test_every_hidden_check_is_worth_something_and_speaks_to_the_student():
    for path in CHECKS:
        functions = [
            node
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        ]
        assert 4 <= len(functions) <= 8
        worth = 0.0
        for function in functions:
            (mark,) = (d for d in function.decorator_list if "points" in ast.unparse(d))
            worth += ast.literal_eval(mark.args[0])
            assert re.fullmatch(r"[^\n]+\.", ast.get_docstring(function))
        exercise = path.stem.removeprefix("test_")
        assert worth == CONTRACT[path.parent.name][exercise]
