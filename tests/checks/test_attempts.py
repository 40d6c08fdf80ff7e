"""An exercise is judged where it stands, and one mistake is paid for once."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grading.checks.attempts import ABOVE, grade_notebook
from grading.notebooks.released import outline
from grading.sandbox.confinement import NO_SHARED_MEMORY
from grading.sandbox.policy import Limits, Sandbox, Settings

CHECKS = {
    "test_double": '''
import pytest
from grading.checks.expect import CheckFailed

@pytest.mark.points(1)
def test_values(submission, rng):
    """It doubles."""
    import torch
    x = torch.rand(3, generator=rng)
    if not torch.equal(submission.double(x), 2 * x):
        raise CheckFailed("The values are wrong.")
''',
    "test_quadruple": '''
import pytest
import torch
from grading.checks.expect import CheckFailed

@pytest.mark.points(1)
def test_values(submission, rng):
    """It quadruples."""
    x = torch.rand(3, generator=rng)
    if not torch.equal(submission.quadruple(x.clone()), 4 * x):
        raise CheckFailed("The values are wrong.")

@pytest.mark.points(1)
def test_argument(submission, rng):
    """It changes no argument."""
    x = torch.rand(3, generator=rng)
    same = x.clone()
    submission.quadruple(x)
    if not torch.equal(x, same):
        raise CheckFailed("It changes its argument.")
''',
}
DOUBLE, QUADRUPLE = "def double(x): return 2 * x", "def quadruple(x): return double(double(x))"
WRONG = "def double(x): return 3 * x"
STUB = "def double(x): raise NotImplementedError"
LIMITS = Limits(cell=2, call=1, notebook=60)


def notebook(double: str, quadruple: str, *more: str):
    """The two exercises, each with its visible check, and cells below them."""

    def answer(name: str, source: str):
        about = {"grade": False, "solution": True, "locked": False, "grade_id": name}
        return new_code_cell(source, metadata={"nbgrader": about})

    def check(name: str):
        about = {"grade": True, "solution": False, "points": 2, "grade_id": f"test_{name}"}
        return new_code_cell("never run", metadata={"nbgrader": about})

    exercises = [answer("double", double), check("double")]
    exercises += [answer("quadruple", quadruple), check("quadruple")]
    return new_notebook(cells=[*exercises, *map(new_code_cell, more)])


@pytest.fixture
def look(tmp_path):
    """Grade a notebook, and give back the exercises."""
    for name, code in CHECKS.items():
        (tmp_path / f"{name}.py").write_text(code)

    def look(student, seed="a seed"):
        reference = notebook(DOUBLE, QUADRUPLE)
        settings = Settings("cpu", Sandbox("import torch", limits=LIMITS))
        found = grade_notebook(student, tmp_path, settings, seed=seed, reference=reference)
        assert not [exercise.fault for exercise in found if exercise.fault]
        return found

    return look


@pytest.fixture
def grade(look):
    def grade(double: str, quadruple: str, *more: str, seed="a seed"):
        student = notebook(double, quadruple, *more)
        return student, [(exercise.score, exercise.note) for exercise in look(student, seed)]

    return grade


@pytest.mark.parametrize(
    "later",
    [
        "double = double(1)",
        "del double, quadruple",
        "%reset -f",
        "import os; os._exit(0)",
        pytest.param("double = lambda x: __import__('time').sleep(1000)", marks=pytest.mark.slow),
    ],
)
def test_what_a_later_cell_spoils_is_judged_above_it(grade, later):
    student, found = grade(DOUBLE, QUADRUPLE, later, "print('the end')")
    assert [score for score, _ in found] == [2, 2]
    assert {note for _, note in found} <= {"", ABOVE}
    assert student.cells[-1].outputs[0].text == "the end\n"


def test_full_marks_need_one_attempt(grade, monkeypatch):
    seeds = []
    run_checks = grade_notebook.__globals__["run_checks"]

    def count(*args, **kwargs):
        seeds.append(kwargs["seed"])
        return run_checks(*args, **kwargs)

    monkeypatch.setitem(grade_notebook.__globals__, "run_checks", count)
    assert grade(DOUBLE, QUADRUPLE)[1] == [(2, ""), (2, "")]
    assert len(seeds) == 1
    assert grade(STUB, "def quadruple(x): return 4 * x")[1] == [(0, ""), (2, "")]
    assert len(seeds) == 2  # in a stub there is nothing more to find
    assert grade(WRONG, QUADRUPLE)[1][0] == (0, "")
    assert len(set(seeds[2:])) == len(seeds[2:]) == 4  # other hidden inputs in each attempt


@pytest.mark.parametrize("double", [WRONG, STUB, "1 / 0", "def double(: pass"])
def test_a_mistake_is_paid_for_once(grade, double):
    note = "Judged with right versions of what is above it: `double`."
    assert grade(double, QUADRUPLE)[1] == [(0, ""), (2, note)]


def test_a_mistake_that_its_own_check_does_not_see_is_no_others(grade):
    double = "def double(x): return 2 * x if x.max() < 1 else 0 * x"  # wrong above 1 only
    quadruple = "def quadruple(x): return double(8 * double(x)) / 8"
    note = "Judged with right versions of what is above it: `double`."
    assert grade(double, quadruple)[1] == [(2, ""), (2, note)]


def test_a_mistake_of_its_own_is_paid_for(grade):
    assert grade(WRONG, "def quadruple(x): return double(x)")[1] == [(0, ""), (1, "")]
    alone = "def quadruple(x):\n    x *= 2\n    return double(x)"
    note = "Judged with right versions of what is above it: `double`."
    assert grade(WRONG, alone)[1] == [(0, ""), (1, note)]


@pytest.mark.parametrize(
    "draft",
    [
        "def quadruple(x): raise NotImplementedError",
        "# raise NotImplementedError",
        "def other(x): raise NotImplementedError",
    ],
)
def test_a_draft_that_is_left_in_the_cell_is_no_stub(grade, draft):
    note = "Judged with right versions of what is above it: `double`."
    assert grade(STUB, f"{draft}\n{QUADRUPLE}")[1] == [(0, ""), (2, note)]


def test_who_calls_what_is_not_written_reads_what_is_wrong(look):
    _, found = look(notebook(STUB, "def quadruple(x): return x.mul_(3) * 0 + double(x)"))
    assert found.score == 0
    assert [check.hint for check in found.checks] == [
        "The values are wrong.",
        "It changes its argument.",
    ]
    assert found.note == "Judged with right versions of what is above it: `double`."


def test_a_stand_in_is_of_what_the_release_has_above(look):
    """Whoever moves the cells could have an exercise answered by a later one, done rightly."""
    student = notebook("def double(x): return quadruple(x) / 2", "def quadruple(x): return x")
    first, second = student.cells[:2], student.cells[2:]
    student.cells = [*second, *first]
    assert [(exercise.name, exercise.score) for exercise in look(student)] == [
        ("test_quadruple", 1),
        ("test_double", 0),
    ]


def test_a_stand_in_answers_nothing_that_is_judged(grade):
    _, found = grade("def double(x): return quadruple(x) / 2", "def quadruple(x): return 3 * x")
    assert [score for score, _ in found] == [0, 1]


def test_a_kernel_cannot_ask_for_another_stand_in(grade):
    thief = """
def quadruple(x):
    original = double.__closure__
    cell = next(cell for cell in original if cell.cell_contents == "double")
    cell.cell_contents = "quadruple"
    return double(x)
"""
    assert grade(WRONG, thief)[1] == [(0, ""), (0, "")]


def test_a_stand_in_takes_and_gives_what_a_local_function_would(grade):
    careful = """
def quadruple(x):
    try:
        double("text", y=object())
    except RuntimeError:
        return double(double(x))
"""
    assert [score for score, _ in grade(WRONG, careful)[1]] == [0, 2]


def test_the_attempts_at_a_notebook_share_its_time(tmp_path):
    (tmp_path / "test_double.py").write_text(CHECKS["test_double"])
    student = notebook("def double(x):\n    while True: pass", "")
    del student.cells[2:]
    sandbox = Sandbox("import torch", limits=Limits(cell=2, call=60, notebook=2))
    (found,) = grade_notebook(student, tmp_path, Settings("cpu", sandbox), seed="a seed")
    assert found.score == 0
    assert found.checks[0].hint == "`double` did not end in time."


SETUP = "import math\nfrom fractions import Fraction as Number"
USES = "def double(x): return math.sqrt(4) * x"


@pytest.fixture
def grade_with_release(tmp_path):
    """Grade a first cell and an answer, of a release in which the first cell imports a module."""
    (tmp_path / "test_double.py").write_text(CHECKS["test_double"])
    (tmp_path / "test_quadruple.py").write_text(CHECKS["test_quadruple"])
    settings = Settings("cpu", Sandbox("import torch", limits=LIMITS))
    release = notebook(STUB, STUB)
    release.cells.insert(0, new_code_cell(SETUP, id="setup"))

    def grade(first: str | None, *answers: str):
        student = notebook(*answers)
        if first is not None:
            student.cells.insert(0, new_code_cell(first, id="setup"))
        found = grade_notebook(student, tmp_path, settings, seed="a seed", release=outline(release))
        return student, [(exercise.score, exercise.repairs) for exercise in found]

    return grade


IN_ITS_PLACE = (
    "The cell `import no_such_module` needs `no_such_module`, which is not installed here: "
    "the released cell was run in its place."
)
PUT_BACK = "The released cell `import math` was missing or no code: it was put back."


def test_what_the_releases_own_cells_define_is_there(grade_with_release, monkeypatch):
    labels = []
    derive = grade_notebook.__globals__["derive"]
    monkeypatch.setitem(
        grade_notebook.__globals__,
        "derive",
        lambda seed, *words: (labels.append(words[0]), derive(seed, *words))[1],
    )
    student, found = grade_with_release(f"import no_such_module\n{SETUP}", USES, QUADRUPLE)
    assert found == [(2, [IN_ITS_PLACE])] * 2
    assert labels == ["first", "kernel", "repaired", "kernel"]  # one attempt more, for both
    assert student.cells[0].outputs[0].ename == "ModuleNotFoundError"  # as it ran
    assert grade_with_release(None, USES, QUADRUPLE)[1] == [(2, [PUT_BACK])] * 2


def test_nothing_is_judged_again_for_it_where_no_points_are_lost(grade_with_release):
    assert grade_with_release(None, DOUBLE, QUADRUPLE)[1] == [(2, [])] * 2
    assert grade_with_release(None, STUB, "def quadruple(x): return 4 * x")[1] == [(0, []), (2, [])]


def test_a_wrong_answer_is_judged_for_itself_and_gains_nothing(grade_with_release):
    wrong = "def double(x): return math.sqrt(9) * x"
    answers = (wrong, "def quadruple(x): pass")
    found = grade_with_release(f"import no_such_module\n{SETUP}", *answers)[1]
    assert found[0] == (0, [IN_ITS_PLACE])


@pytest.mark.parametrize("error", ["PermissionError(13, 'no')", "ValueError(1)"])
def test_what_needs_shared_memory_that_no_kernel_here_has_is_not_graded(
    grade_with_release, monkeypatch, error
):
    missing = [f"namespaces (no): {NO_SHARED_MEMORY}"]
    monkeypatch.setitem(grade_notebook.__globals__, "what_is_missing", lambda _: missing)
    answer = f"import multiprocessing\ndef double(x): raise {error}"
    _, found = grade_with_release(SETUP, answer, "def quadruple(x): return 4 * x")
    assert [score for score, _ in found] == [None if "Permission" in error else 0, 2]
