"""The notebooks: what the contract says is in them, and nothing that should not be."""

import ast
import re
import symtable
import time
from contextlib import suppress
from itertools import chain, pairwise
from pathlib import Path
from queue import Empty

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_client.channels import AsyncZMQSocketChannel
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_output
from proofs.examples import overlay, read_example
from support import ASSIGNMENTS, ROOT, code_cells, copy_course, exercises_in
from support import notebooks as notebooks_of
from traitlets import Type
from translation import TRANSLATIONS

from grading.notebooks.repair import grade_id, has_flag, is_autograded

PASSED = "All visible checks passed."
DESCRIBED = r'<img alt="[^"]{20,}\." src="data:image/svg\+xml;base64,'
PATIENT = 300  # seconds
STUB = 'raise NotImplementedError("Replace this line by your solution.")'
# In the header of a wrong answer, the exercises that only hidden checks find to be wrong.
LEFT_TO_THE_HIDDEN_CHECKS = re.compile(r"^# visible check passes: (.+)$", re.MULTILINE)
AS_AT_FIRST = "torch.set_grad_enabled(True)\ntorch.set_default_dtype(torch.float32)"
CHECKS = [
    path
    for assignment in ASSIGNMENTS
    for path in sorted((ROOT / "tests/hidden" / assignment).glob("*/test_*.py"))
]
RELEASED = {
    assignment: [path for path in (ROOT / "release" / assignment).iterdir() if path.is_file()]
    for assignment in ASSIGNMENTS
}


def notebooks(folder: str) -> list[Path]:
    return notebooks_of(folder, *ASSIGNMENTS)


BOTH = notebooks("source") + notebooks("release")
FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}  # in Jupyter, in Colab
# Names that cells of the release bring into a student's kernel are of two words, or in capitals, so
# that no student gives one of them to something else; but for modules, and for these.
WORDS = {"average", "needs", "runs", "scores", "train"}
# The exercises are declared in the notebooks, with their points.
CONTRACT = {path.stem: exercises_in(path) for path in notebooks("source")}


def name(path: Path) -> str:
    return f"{path.parents[1].name}/{path.stem}"


def test_the_contract_is_kept():  # by the release, too, which is a fresh generation
    for path in notebooks("source"):
        cells = {grade_id(cell): cell for cell in code_cells(path) if grade_id(cell)}
        exercises = CONTRACT[path.stem]
        bodies, *names = cells
        in_pairs = [prefix + exercise for exercise in exercises for prefix in ("", "test_")]
        assert names == in_pairs, f"{path}: have each cell NAME followed by its check, test_NAME"
        assert bodies == f"visible_checks_of_{path.stem}"
        assert cells[bodies].metadata.nbgrader.locked  # so it is put back, as the checks are
        assert not is_autograded(cells[bodies])
        for exercise, points in exercises.items():
            solution, test = cells[exercise].metadata.nbgrader, cells[f"test_{exercise}"]
            where = f"{path}, {exercise}"
            is_answer = (solution.solution, solution.grade, solution.locked)
            assert is_answer == (True, False, False), f"{where}: it is an Autograded answer"
            assert test.metadata.nbgrader.locked, f"{where}: lock its check"
            assert test.metadata.nbgrader.points == points
            # Nothing is between a check and its result.
            check = f"run_check(check_{exercise})"
            assert test.source == check, f"{where}: let its check be only {check}"
            assert f"def check_{exercise}(" in cells[bodies].source, f"{where}: no {check}"
            hidden = f"tests/hidden/{path.parent.name}/{path.stem}/test_{exercise}.py"
            assert (ROOT / hidden).is_file(), f"{where}: write its hidden checks, {hidden}"
            (stand,) = (c.source for c in code_cells(path) if c.id == "where-you-stand")
            assert f'"{exercise}"' in stand, f"{where}: name it in the last cell, too"


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
        assert set(cell.metadata) <= {"nbgrader", "deletable", "editable", *FOLDED}


@pytest.mark.parametrize("path", BOTH, ids=name)
def test_what_nobody_needs_to_read_is_folded_under_a_title(path):
    for cell in code_cells(path):
        endings = ("checks", "picture", "-plot", "sliders", "where-you-stand")
        is_written = has_flag(cell, "solution") or has_flag(cell, "grade") or cell.id == "relu-plot"
        folds = cell.id.endswith(endings) and not is_written
        assert bool(re.match("# @title [A-Z].+\n", cell.source)) == folds
        assert {key: cell.metadata[key] for key in FOLDED if key in cell.metadata} == (
            FOLDED if folds else {}
        )


@pytest.mark.parametrize("path", notebooks("release"), ids=name)
def test_the_release_brings_no_name_that_a_student_would_use(path):
    assigned, imported = set(), set()
    for cell in code_cells(path):
        code = TransformerManager().transform_cell(cell.source)
        symbols = symtable.symtable(code, cell.id, "exec").get_symbols()
        assigned |= {symbol.get_name() for symbol in symbols if symbol.is_assigned()}
        imported |= {symbol.get_name() for symbol in symbols if symbol.is_imported()}
    plain = {name for name in assigned - imported if name.islower() and "_" not in name}
    single = sorted(plain - WORDS - set(CONTRACT[path.stem]))
    hint = "in its notebook in source/ (and the translation), then generate the release"
    assert not single, f"{path}: give these names two words, {hint}"


@pytest.mark.parametrize("path", notebooks("source"), ids=name)
def test_headings_are_in_order(path):
    cells = nbformat.read(path, as_version=4).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    levels = [len(marks) for marks in re.findall("^(#+) ", text, re.MULTILINE)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("assignment", [*ASSIGNMENTS, *TRANSLATIONS])
def test_the_students_page_lists_the_exercises_in_order(assignment):
    page = ROOT / "source" / assignment / "README.md"
    rows = re.findall(
        r"^\| (?:`(.+)\.ipynb`)? *\| `(\w+)` \| ([\d.]+) \|$", page.read_text(), re.MULTILINE
    )
    stems = [notebook for notebook, *_ in rows if notebook]
    of_notebooks = [CONTRACT[stem].items() for stem in stems]
    listed = [(exercise, float(points)) for _, exercise, points in rows]
    assert listed == [*chain(*of_notebooks)], f"{page}: list each exercise, with its points"
    texts = [nbformat.read(page.with_name(f"{stem}.ipynb"), as_version=4) for stem in stems]
    headings = [
        int(number)
        for notebook in texts
        for cell in notebook.cells
        for number in re.findall(r"^### (?:Exercise|练习) ?(\d+)", cell.source, re.MULTILINE)
    ]
    hint = "number the exercises on, from one notebook to the next"
    assert headings == [*range(1, len(listed) + 1)], f"{page.parent}: {hint}"


def test_all_notebooks_show_and_check_in_the_same_way():
    shared = [{cell.id: cell.source for cell in code_cells(path)} for path in notebooks("source")]
    assert len({source["checks"] for source in shared}) == 1
    ends = [source["where-you-stand"].split("if is_watched")[0] for source in shared]
    assert ends[0] == ends[1]


@pytest.mark.parametrize("path", notebooks("release"), ids=name)
def test_the_student_version_has_stubs_and_no_solutions(path):
    original = ROOT / "source" / path.parent.name / path.name
    source = {cell.id: cell for cell in code_cells(original)}
    text = path.read_text()
    for cell in code_cells(path):
        if not has_flag(cell, "solution"):
            continue
        original = source[cell.id].source
        stub = cell.source.splitlines()
        assert stub[-1].strip() == STUB
        kept = {line for line in stub if line.strip() != STUB}
        assert kept <= set(original.splitlines())
        for solution in re.findall("### BEGIN SOLUTION\n(.*?)### END", original, re.DOTALL):
            for line in solution.splitlines():
                if len(line.strip()) > 12:
                    assert line.strip() not in text
        assert ast.get_docstring(ast.parse(original).body[0])
    assert "SOLUTION" not in text


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_no_hidden_check_is_released(check):
    released = "\n".join(path.read_text() for path in RELEASED[check.parents[1].name])
    body = ast.parse(check.read_text()).body
    for function in (node for node in body if isinstance(node, ast.FunctionDef)):
        text = ast.get_docstring(function)
        for statement in function.body[1 if text else 0 :]:
            for line in ast.unparse(statement).splitlines():
                if len(line.strip()) > 25:
                    assert line.strip().replace('"', '\\"') not in released


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_release_is_a_fresh_generation_of_the_source(assignment, tmp_path):
    course = copy_course(tmp_path, assignment)
    generated = course.root / "release" / assignment
    assert {path.name for path in generated.iterdir()} == {
        path.name for path in RELEASED[assignment]
    }
    for path in RELEASED[assignment]:
        hint = f"run: nbgrader generate_assignment {assignment} --force"
        assert path.read_bytes() == (generated / path.name).read_bytes(), hint


class AttentiveChannel(AsyncZMQSocketChannel):
    """Looks for messages each second: one may come unseen while nbclient sends to a widget."""

    async def get_msg(self, timeout: float | None = None) -> dict:
        end = time.monotonic() + (PATIENT if timeout is None else timeout)
        while (rest := end - time.monotonic()) > 0:
            with suppress(Empty):
                return await super().get_msg(min(rest, 1))
        raise Empty


class AttentiveClient(AsyncKernelClient):
    shell_channel_class = Type(AttentiveChannel)


@pytest.fixture(scope="module", params=notebooks("source"), ids=name)
def client(request, tmp_path_factory):
    """The client of a kernel that has run a notebook of the source."""
    notebook = nbformat.read(request.param, as_version=4)
    folder = {"metadata": {"path": tmp_path_factory.mktemp(request.param.stem)}}
    client = NotebookClient(
        notebook,
        km=AsyncKernelManager(client_factory=AttentiveClient),
        timeout=PATIENT,
        iopub_timeout=PATIENT,
        raise_on_iopub_timeout=True,  # else a wait that ends for nothing would be a pass
        resources=folder,
    )
    client.notebook = request.param.stem
    client.assignment = request.param.parent.name
    with client.setup_kernel():
        for number, cell in enumerate(notebook.cells):
            client.execute_cell(cell, number)
        yield client


def run(client: NotebookClient, source: str, *tags: str) -> str:
    """Run one more cell; its outputs as text."""
    cell = new_code_cell(source, metadata={"tags": list(tags)})
    client.nb.cells.append(cell)
    client.execute_cell(cell, len(client.nb.cells) - 1)
    return str(cell.outputs)


def failure(client: NotebookClient, source: str) -> str:
    """Run one more cell; all that is shown of its error, or nothing if it has none."""
    # Where nbclient raises the error, it leaves tasks behind, which take later messages.
    run(client, source, "raises-exception")
    errors = [one for one in client.nb.cells[-1].outputs if one.output_type == "error"]
    return "\n".join(line for error in errors for line in error.traceback)


def find(client: NotebookClient, ending: str) -> list[nbformat.NotebookNode]:
    """The cells whose ids end in this way."""
    return [cell for cell in client.nb.cells if cell.id.endswith(ending)]


def test_the_source_runs_from_top_to_bottom(client):
    for cell in client.nb.cells:
        if cell.cell_type == "code" and is_autograded(cell):
            assert PASSED in str(cell.outputs)
    shown = [output for cell in client.nb.cells for output in cell.get("outputs", [])]
    data = [output.data for output in shown if "data" in output]
    assert not [kind for kinds in data for kind in kinds if kind.startswith("image/")]
    pictures = [kinds["text/html"] for kinds in data if "<img" in kinds.get("text/html", "")]
    assert len(pictures) >= 3
    assert all(re.match(DESCRIBED, picture) for picture in pictures)


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


@pytest.mark.long
def test_the_visible_checks_catch_most_wrong_answers(client):
    surprising = []
    sources = {grade_id(cell): cell.source for cell in client.nb.cells if grade_id(cell)}
    for path in sorted((ROOT / "tests/submissions/wrong").glob("*.py")):
        example, header = read_example(path), path.read_text("utf-8").split("# %%")[0]
        left = " ".join(LEFT_TO_THE_HIDDEN_CHECKS.findall(header)).split()
        for exercise, points in CONTRACT[client.notebook].items():
            code = example.cells.get(exercise, "")
            run(client, "\n\n".join([AS_AT_FIRST, *example.extra, sources[exercise]]))
            is_wrong = code and example.scores.get(exercise, 0) < points
            # A syntax error is told at once, others by the check.
            cells = (code, sources[f"test_{exercise}"])
            if not is_wrong or exercise in left:
                continue
            if not any(failure(client, cell) for cell in cells):
                surprising.append(f"{path.name}: `# visible check passes: {exercise}`")
    run(client, "\n\n".join([AS_AT_FIRST, *sources.values()]))
    assert surprising == [], "have the visible check catch these, or say so in their headers"


def answer(name: str, *lines: str) -> str:
    return "\n    ".join([f"def {name}(x=None, *rest, **options):", *lines])


@pytest.mark.parametrize(
    ("exercise", "code", "sentence"),
    [
        (
            "sigmoid_gradient",
            answer("sigmoid_gradient", "y = x.sigmoid()", "y.backward()"),
            r"✗ Line 3 of your cell, `y.backward\(\)`, raised RuntimeError: .+",
        ),
        (
            "sigmoid_gradient",
            answer("sigmoid_gradient", STUB),
            r"✗ There is no answer in `sigmoid_gradient` yet: write it in place of .+\.",
        ),
        (
            "sigmoid_gradient",
            "del sigmoid_gradient",
            r"✗ NameError: .+ is not defined: run the cell that defines it, .+\.",
        ),
        (
            "plot_sigmoid_gradient",
            answer("plot_sigmoid_gradient", "d2l.plot(x, x, figsize=(4.5, 2.5))"),
            r"✗ Line 2 of your cell, `d2l\.plot.+`, raised RuntimeError: .+",
        ),
        (
            "multiply_all",
            answer("multiply_all", "assert False, 'too hard'"),
            r"✗ Line 2 of your cell, `assert.+`, raised AssertionError: too hard",
        ),
        (
            "exploding_product",
            "def exploding_product(size):\n    return 1, 2",
            r"✗ Your function cannot be used as the exercise says\. TypeError: .+ 'device'",
        ),
    ],
    ids=["line", "stub", "undefined", "plot", "assert", "unfit"],
)
def test_a_failed_check_is_one_sentence(client, exercise, code, sentence):
    if exercise not in CONTRACT[client.notebook]:
        pytest.skip("in another notebook")
    sources = {grade_id(cell): cell.source for cell in client.nb.cells if grade_id(cell)}
    run(client, code)
    assert re.fullmatch(sentence, failure(client, sources[f"test_{exercise}"]))
    assert len(client.nb.cells[-1].outputs) == 1  # no empty figure
    run(client, sources[exercise])


WITHOUT_THE_EARLIER = {
    "plot_sigmoid_gradient": """def plot_sigmoid_gradient(x):
    y = x.detach().sigmoid()
    d2l.plot(x.detach(), [y, y * (1 - y)], legend=["sigmoid", "gradient"], figsize=(4.5, 2.5))""",
    "exploding_product": """def exploding_product(size=4, n_factors=100, **where):
    product = M = torch.randn(size, size, **where)
    for _ in range(n_factors):
        product = product @ torch.randn(size, size, **where)
    return M, product""",
    "plot_gradients": read_example(ROOT / "tests/submissions/right/norms_own_computation.py").cells[
        "plot_gradients"
    ],
}


def sources_of(client: NotebookClient) -> dict[str, str]:
    return {grade_id(cell): cell.source for cell in client.nb.cells if grade_id(cell)}


def test_a_cell_that_ended_in_an_error_is_not_judged_by_what_it_held_before(client):
    sources = sources_of(client)
    (stand,) = (cell.source for cell in find(client, "where-you-stand"))
    for exercise in CONTRACT[client.notebook]:
        check, right = sources[f"test_{exercise}"], sources[exercise]
        for wrong in (f"{right}\n(", right.replace(":", "", 1), f"import no_such\n{right}"):
            assert not failure(client, check)
            assert failure(client, wrong)
            expected = f"✗ The cell with `def {exercise}` ended in an error when it last ran"
            assert failure(client, check).startswith(expected)
            assert f"✗ {exercise}\\n" in run(client, f"is_watched = True\n{stand}")
            run(client, right)
        # It has defined the function before it fails: that is what counts.
        failure(client, f"{right}\nno_such_name")
        assert not failure(client, check)
        run(client, right)


def test_what_is_not_a_cell_of_its_own_may_be_judged_too(client):
    sources = sources_of(client)
    exercise, *_ = CONTRACT[client.notebook]
    check, right = sources[f"test_{exercise}"], sources[exercise]
    decorator = "def as_it_is(f):\n    return lambda *args, **options: f(*args, **options)"
    for other in (
        f"%%time\n{right}",
        right.replace(f"def {exercise}", "def other") + f"\n{exercise} = other",
        right.replace(f"def {exercise}", f"{decorator}\n@as_it_is\ndef {exercise}"),
        f"from pathlib import Path\nPath('mine.py').write_text('import torch\\n' + {right!r})\n"
        f"from mine import {exercise}",
    ):
        run(client, other)
        assert not failure(client, check), other
    run(client, right)


def caller_in(client: NotebookClient) -> tuple[str, str]:
    """An exercise of the notebook, and a later one that has an answer without it and one with."""
    sources = sources_of(client)
    (later,) = WITHOUT_THE_EARLIER.keys() & CONTRACT[client.notebook].keys()
    earlier = next(name for name in CONTRACT[client.notebook] if f"{name}(" in sources[later])
    return earlier, later


@pytest.mark.parametrize("wrong", ["return None", "raise NotImplementedError", "return x.helper()"])
def test_a_check_names_the_earlier_exercise_that_is_to_blame(client, wrong):
    sources = sources_of(client)
    earlier, later = caller_in(client)
    run(client, answer(earlier, wrong))
    problem = failure(client, sources[f"test_{earlier}"]).removeprefix("✗ ")
    expected = f"✗ This needs your `{earlier}`, so begin there. Its check says: {problem}"
    assert failure(client, sources[f"test_{later}"]) == expected
    # By way of a function in another cell, too.
    run(client, f"def by_way_of(*args):\n    return {earlier}(*args)")
    run(client, sources[later].replace(f"{earlier}(", "by_way_of("))
    assert failure(client, sources[f"test_{later}"]) == expected
    # Who does not call it hears nothing of it.
    run(client, answer(later, "no_such_name"))
    assert "no_such_name" in failure(client, sources[f"test_{later}"])
    run(client, f"{sources[earlier]}\n\n{sources[later]}")


def test_a_check_does_not_blame_an_exercise_that_is_not_called(client):
    earlier, later = caller_in(client)
    sources = sources_of(client)
    run(client, f"{answer(earlier, 'return None')}\n\n{WITHOUT_THE_EARLIER[later]}")
    assert PASSED in run(client, sources[f"test_{later}"])
    run(client, f"{sources[earlier]}\n\n{sources[later]}")


@pytest.fixture(
    scope="module",
    params=[
        *notebooks("release"),
        ROOT / "release/numerical_stability_zh/exploding_gradients.ipynb",
    ],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def beginner(request, tmp_path_factory):
    """The client of a kernel in which somebody has just opened a notebook of the release."""
    notebook = nbformat.read(request.param, as_version=4)
    folder = {"metadata": {"path": tmp_path_factory.mktemp(request.param.stem)}}
    client = NotebookClient(notebook, timeout=120, resources=folder)
    with client.setup_kernel():
        for cell in notebook.cells:
            if cell.id in ("setup", "checks", "visible-checks"):
                run(client, cell.source)
        run(client, "is_watched = True")
        yield client


@pytest.mark.parametrize("has_run_the_stubs", [False, True])
def test_a_cell_that_needs_an_exercise_says_so_in_one_sentence(beginner, has_run_the_stubs):
    missing = "NotImplementedError" if has_run_the_stubs else "NameError"
    told = set()
    for cell in [cell for cell in beginner.nb.cells if cell.cell_type == "code"]:
        is_stub = has_flag(cell, "solution")
        if (
            cell.id.endswith("sliders")
            or cell.execution_count
            or (is_stub and not has_run_the_stubs)
        ):
            continue
        if error := failure(beginner, cell.source):
            assert re.fullmatch(rf"✗ .*`\w+`.*{missing}.*|✗ {missing}: .+", error), cell.id
            told.add(cell.id)
    checks = {cell.id for cell in beginner.nb.cells if has_flag(cell, "grade")}
    assert told > checks


def test_a_failed_plot_is_shown_above_the_sentence(client):
    if client.notebook != "vanishing_gradients":
        pytest.skip("in the other notebook")
    sources = {grade_id(cell): cell.source for cell in client.nb.cells if grade_id(cell)}
    line = "d2l.plot(x.detach(), [x.detach().sigmoid(), sigmoid_gradient(x)], figsize=(4.5, 2.5))"
    run(client, answer("plot_sigmoid_gradient", line))
    assert "yours says nothing" in failure(client, sources["test_plot_sigmoid_gradient"])
    picture, _ = client.nb.cells[-1].outputs
    assert re.match(DESCRIBED, picture.data["text/html"])
    run(client, sources["plot_sigmoid_gradient"])


@pytest.mark.parametrize(
    ("form", "is_taken"),
    [
        ("pair", True),
        ("[torch.tensor(part) for part in pair]", True),
        ("[[torch.tensor(value) for value in part] for part in pair]", True),
        ("[d2l.np.array(part) for part in pair]", True),
        ("[[d2l.np.float32(value) for value in part] for part in pair]", True),
        ("[[torch.tensor([value]) for value in part] for part in pair]", True),
        ("[d2l.np.array(part)[:, None] for part in pair]", True),
        ("[__import__('collections').deque(part) for part in pair]", True),
        ("[torch.tensor(part).repeat(2, 1).T for part in pair]", False),
        ("[[[value] for value in part] for part in pair]", False),
        ("[[str(value) for value in part] for part in pair]", False),
        ("[[complex(value) for value in part] for part in pair]", False),
        ("[dict.fromkeys(part) for part in pair]", False),
        ("[map(float, part) for part in pair]", False),
    ],
)
def test_a_visible_check_takes_numbers_in_the_forms_that_the_hidden_ones_take(
    client, form, is_taken
):
    if client.notebook != "initialization":
        pytest.skip("no other exercise asks for lists of numbers")
    sources = sources_of(client)
    asked = sources["signal_and_gradient"]
    run(client, asked.replace("signal_and_gradient", "right_answer"))
    line = "pair = [list(part) for part in right_answer(*x)]"
    run(client, f"def signal_and_gradient(*x):\n    {line}\n    return {form}")
    assert bool(failure(client, sources["test_signal_and_gradient"])) != is_taken
    run(client, asked)


def test_a_picture_of_the_students_numbers_is_described_as_it_is(client):
    pictures = {"relu-plot": ("sigmoid_gradient", "at most 0.5;"), "growth": ("multiply_all", "")}
    sources = sources_of(client)
    for cell in find(client, ""):
        if cell.id in pictures:
            exercise, said = pictures[cell.id]
            right = run(client, cell.source)
            run(client, answer(exercise, "return x + 0 if rest else 0 * x + 0.5"))
            wrong = run(client, cell.source)
            (alt, other) = (re.search('alt="(.+?)"', shown)[1] for shown in (right, wrong))
            assert alt != other
            assert said in other
            run(client, sources[exercise])


def test_the_last_cell_says_what_is_left_to_do(client):
    sources = {grade_id(cell): cell.source for cell in client.nb.cells if grade_id(cell)}
    run(client, "is_watched = True")
    mine = list(CONTRACT[client.notebook])
    (stand,) = (cell.source for cell in find(client, "where-you-stand"))
    for exercise in mine:
        run(client, sources[exercise])
        run(client, sources[f"test_{exercise}"])
    done = run(client, stand)
    assert f"{len(mine)} of {len(mine)} exercises pass" in done

    run(client, sources[mine[-1]])  # another function than the one that was checked
    done = run(client, stand)
    assert f"{len(mine) - 1} of {len(mine)} exercises pass" in done
    for exercise in mine:
        assert f"{'✗' if exercise == mine[-1] else '✓'} {exercise}\\n" in done
    assert "left to do" in done
    run(client, sources[f"test_{mine[-1]}"])


def test_the_last_cell_knows_the_other_notebook(client):
    all_of_them = notebooks_of("release", client.assignment)
    others = [path for path in all_of_them if path.stem != client.notebook]
    run(client, "is_watched = True")
    (stand,) = (cell.source for cell in find(client, "where-you-stand"))
    for other in others:
        assert f"{other.name} is not beside this notebook" in run(client, stand)
        notebook = nbformat.read(other, as_version=4)
        checks = [
            cell for cell in notebook.cells if cell.cell_type == "code" and is_autograded(cell)
        ]
        checks[0].outputs = [new_output("stream", text=f"✓ {PASSED}\n")]
        nbformat.write(notebook, Path(client.resources["metadata"]["path"]) / other.name)
        done = run(client, stand)
        first, *rest = CONTRACT[other.stem]
        assert f"✓ {first}\\n" in done
        for exercise in rest:
            assert f"✗ {exercise}\\n" in done


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
    run(client, find(client, "checks")[0].source)
    done = run(client, sliders.source)
    assert "application/vnd.jupyter.widget-view+json" in done
    assert "image/svg+xml" not in done  # It is in the widget, which redraws it.


FEWEST, MOST = 4, 8  # hidden checks of an exercise: few enough to read, enough to say what is wrong


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_hidden_checks_are_worth_what_the_exercise_is_and_speak_to_the_student(path):
    functions = [
        node
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    count = len(functions)
    assert FEWEST <= count <= MOST, f"{path}: {count} checks; split or join, to {FEWEST} to {MOST}"
    worth = 0.0
    for function in functions:
        where = f"{path}, {function.name}"
        marks = [mark for mark in function.decorator_list if "points" in ast.unparse(mark)]
        assert len(marks) == 1, f"{where}: mark it with @pytest.mark.points(n)"
        worth += ast.literal_eval(marks[0].args[0])
        told = ast.get_docstring(function) or ""
        assert re.fullmatch(r"[^\n]+\.", told), f"{where}: begin it with one sentence, in a line"
    exercise = path.stem.removeprefix("test_")
    points = CONTRACT[path.parent.name].get(exercise)
    assert points is not None, f"{path}: its notebook has no cell test_{exercise} with points"
    assert worth == points, f"{path}: its checks are worth {worth:g}, its cell {points:g} points"
