"""How the outcome of a hidden check is taken down: passed, failed, or the grader's own fault."""

import textwrap

import pytest
import torch
from nbformat.v4 import new_code_cell, new_notebook

from grading.checks import plugin
from grading.checks.attempts import grade_notebook
from grading.checks.recorder import GraderError
from grading.checks.runner import run_checks
from grading.sandbox.handle import Handle
from grading.sandbox.policy import Settings

HEADER = """
import pytest
from grading.checks.expect import CheckFailed
"""
GOOD = '''
@pytest.mark.points(1)
def test_good(submission):
    """It is good."""
    assert submission.f() == 1
'''
SELF = GOOD.replace("(submission)", "(self, submission)")


class Answers:
    """Stands in for a submission: its functions give what they are told to."""

    def __init__(self, **answers):
        self.answers = answers
        self.seen = []
        self._calls = 0
        self._name, self._latest = "", None

    def __getattr__(self, name):
        return lambda *args: self._call(name, *args)

    def _call(self, name, *args):
        self._calls += 1
        self.seen += args
        self._name = name
        self._latest = self.answers[name]
        return self._latest


@pytest.fixture
def run(tmp_path):
    def run(code: str, device: str = "cpu", reference: Answers | None = None, **answers):
        path = tmp_path / "test_exercise.py"
        path.write_text(HEADER + code)
        given = Answers(**answers)
        right = reference and (lambda: reference)
        (found,) = run_checks([path], given, device=device, seed="1", reference=right).values()
        if isinstance(found, GraderError):
            raise found
        return found

    return run


def test_a_check_passes_or_fails(run):
    assert [(c.name, c.text, c.points, c.passed) for c in run(GOOD, f=1)] == [
        ("test_good", "It is good.", 1, True)
    ]
    (check,) = run(GOOD, f=2)
    assert not check.passed
    assert check.hint == ""  # the text of a plain assert may hold a hidden value


def test_a_mistake_has_a_hint(run):
    (check,) = run(GOOD.replace("assert submission.f() == 1", 'raise CheckFailed("Look here.")'))
    assert (check.passed, check.hint) == (False, "Look here.")


def test_a_check_must_pass_for_each_of_its_parameters(run):
    code = '@pytest.mark.parametrize("n", [1, 2])' + GOOD.replace("(submission)", "(submission, n)")
    (check,) = run(code.replace("== 1", "== n"), f=1)
    assert not check.passed
    (check,) = run(code, f=1)
    assert check.passed


@pytest.mark.parametrize(
    "code",
    [
        GOOD.replace("submission.f()", "submission.unheard_of()"),  # a KeyError of the check's
        GOOD.replace("assert", "pytest.skip('no') or"),
        GOOD.replace("    assert", "    import no_such_module; assert"),
        GOOD.replace("(submission)", "(submission, no_such_fixture)"),
        GOOD.replace("@pytest.mark.points(1)", ""),
        GOOD.replace("points(1)", "points(0)"),
        GOOD.replace('    """It is good."""\n', ""),
        GOOD + "this is no python",
        "import no_such_module\n" + GOOD,
        "",
        "raise SystemExit\n" + GOOD,
        GOOD.replace("    assert", "    pytest.exit('enough')\n    assert"),
        "class TestA:\n"
        + textwrap.indent(SELF, "    ")
        + "class TestB:\n"
        + textwrap.indent(SELF, "    "),
    ],
)
def test_what_is_wrong_with_a_check_is_never_held_against_the_student(run, code):
    with pytest.raises(GraderError):
        run(code, f=1)


def test_a_good_check_beside_a_broken_one_gives_no_points(run):
    with pytest.raises(GraderError, match="KeyError"):
        run(
            GOOD + GOOD.replace("test_good", "test_bad").replace("submission.f", "submission.g"),
            f=1,
        )


def test_a_broken_file_costs_the_others_nothing(tmp_path):
    files = {"a": GOOD + "this is no python", "b": GOOD, "c": GOOD.replace("== 1", "== 2"), "d": ""}
    for name, code in files.items():
        (tmp_path / f"{name}.py").write_text(HEADER + code)
    paths = [tmp_path / f"{name}.py" for name in (*files, "missing")]
    found = run_checks(paths, Answers(f=1), device="cpu", seed="1")
    faults = {name for name, outcome in found.items() if isinstance(outcome, GraderError)}
    assert faults == {"a", "d", "missing"}
    assert [found[name][0].passed for name in "bc"] == [True, False]


def test_a_check_that_asks_nothing_of_the_submission_is_no_check(run):
    for asks_nothing in ("submission.f", "submission", "True"):
        with pytest.raises(GraderError, match="test_good calls no function of the submission"):
            run(GOOD.replace("submission.f() == 1", asks_nothing), f=1)
    with pytest.raises(GraderError, match="test_good calls no function of the submission"):
        run(GOOD.replace("(submission)", "()").replace("submission.f()", "1"))


@pytest.mark.parametrize("scope", ["function", "class", "module"])
def test_a_fixture_may_ask_for_a_check_and_answers_for_no_other(run, scope):
    fixture = f"""
@pytest.fixture(scope="{scope}")
def answer(request):
    return request.getfixturevalue("submission").f()

@pytest.fixture
def other():
    return 1
"""
    through = GOOD.replace("(submission)", "({})").replace("submission.f()", "{}")
    first, second = through.format("answer", "answer"), through.format("other", "other")
    again = first.replace("test_good", "test_again")
    assert [check.passed for check in run(fixture + first + again, f=1)] == [True, True]
    with pytest.raises(GraderError, match="test_good calls no function"):
        run(fixture + again + second, f=1)


ASKED = [
    "submission.f()",
    "submission.f() != 5",
    "len(submission.f()) != 5",
    "not submission.f()",
    "5 not in submission.f()",
    "submission.f() < 5",
    "submission.f() + 1",
    "submission.f().shape",
    "submission.f()(1)",
    "submission.f()[0]",
    "{submission.f()}",
    "str(submission.f())",
    "float(submission.f())",
    "[*submission.f()]",
    "not torch.equal(torch.ones(1), submission.f())",
    "not np.allclose(submission.f(), 1)",
    "torch.testing.assert_close(submission.f(), 1) is None",
    "'abc'.startswith(submission.f())",
    "submission.f() == pytest.approx(1)",
]


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_asked_of_an_answer_that_cannot_be_sent_fails_and_says_its_type(run, asked):
    code = "import numpy as np\nimport torch\n" + GOOD.replace("submission.f() == 1", asked)
    (check,) = run(code, f=Handle("dict"))
    assert not check.passed
    assert check.hint == (
        "Nothing can be asked of a value of type dict: give back numbers, text, tensors, lists."
    )


def test_it_is_the_same_in_a_fixture_and_in_a_list(run):
    fixture = """
@pytest.fixture
def answer(submission):
    return sum(submission.f())
"""
    code = fixture + GOOD.replace("(submission)", "(answer)").replace("submission.f()", "answer")
    (check,) = run(code, f=[1, Handle("function")])
    assert "of type function" in check.hint


@pytest.mark.parametrize(
    ("other", "said"),
    [(Handle("x_is_3"), "of such a type"), (Handle("Tensor"), "numbers")],
)
def test_of_a_type_that_could_be_a_hidden_input_the_name_is_not_said(run, other, said):
    (check,) = run(GOOD, f=other)
    assert said in check.hint
    assert "3" not in check.hint


STUMBLES = [
    ("submission.f()['a'] == 1", {"a": 1}, None, "NoneType"),
    ("submission.f()['a'] == 1", {"a": 1}, {}, "dict"),
    ("submission.f()[2] == 1", [0, 0, 1], [], "list"),
    ("submission.f().shape == (2,)", torch.ones(2), 1.5, "float"),
    ("(submission.f() @ torch.ones(2)).sum() == 2", torch.ones(2), torch.ones(3), "Tensor"),
    ("1 / submission.f() == 1", 1, 0, "int"),
    ("int(submission.f()) == 1", "1", "one", "str"),
]


@pytest.mark.parametrize(("asked", "right", "wrong", "kind"), STUMBLES)
def test_a_check_that_stumbles_over_a_wrong_answer_only_has_failed(run, asked, right, wrong, kind):
    code = "import torch\n" + GOOD.replace("submission.f() == 1", asked)
    (check,) = run(code, reference=Answers(f=right), f=wrong)
    assert not check.passed
    assert check.hint == f"`f` gave back a value of type {kind} that its check cannot use."
    (check,) = run(code, reference=Answers(f=right), f=right)
    assert check.passed


@pytest.mark.parametrize("asked", ["submission.f() == 1 / 0", "submission.f() == [][0]"])
def test_a_check_that_stumbles_over_the_reference_is_a_fault(run, asked):
    with pytest.raises(GraderError, match=r"ZeroDivisionError|IndexError"):
        run(GOOD.replace("submission.f() == 1", asked), reference=Answers(f=1), f=2)


def test_a_check_that_meets_a_fault_of_the_machine_blames_nobody(run):
    code = GOOD.replace("assert submission.f() == 1", "if submission.f(): raise OSError('disk')")
    with pytest.raises(GraderError, match="disk"):
        run(code, reference=Answers(f=0), f=1)


def test_a_fixture_may_stumble_too(run):
    code = """
@pytest.fixture(scope="module")
def first(submission):
    return submission.f()[0]
"""
    code += GOOD.replace("(submission)", "(first)").replace("submission.f()", "first")
    code += GOOD.replace("test_good", "test_other")
    code = code.replace("submission.f() == 1", "submission.f() == [1]")
    checks = run(code, reference=Answers(f=[1]), f=None)
    assert [check.passed for check in checks] == [False, False]


def test_checks_may_be_in_a_class(run):
    (check,) = run("class TestA:\n" + textwrap.indent(SELF, "    "), f=1)
    assert (check.name, check.passed) == ("test_good", True)


def test_settings_of_the_graders_own_pytest_change_nothing(run, monkeypatch):
    two = GOOD + GOOD.replace("test_good", "test_other").replace("== 1", "== 2")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-k test_good --color=yes -ra")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    assert [(check.name, check.passed) for check in run(two, f=1)] == [
        ("test_good", True),
        ("test_other", False),
    ]


def test_an_interrupted_run_is_no_fault_of_the_checks(run):
    with pytest.raises(KeyboardInterrupt):
        run(GOOD.replace("    assert", "    raise KeyboardInterrupt\n    assert"), f=1)


def test_a_file_that_is_not_there_is_named(tmp_path):
    found = run_checks([tmp_path / "test_nothing.py"], Answers(), device="cpu", seed="1")
    assert "test_nothing.py" in str(found["test_nothing"])


def test_an_edited_check_is_read_again(run):
    (check,) = run(GOOD, f=2)
    assert not check.passed
    (check,) = run(GOOD.replace("== 1", "== 2"), f=2)
    assert check.passed


@pytest.mark.parametrize("name", ["mtia", "accelerator", "gpu", ""])
def test_a_device_that_is_not_there_is_a_fault(run, name):
    if name == "accelerator" and torch.accelerator.is_available():
        pytest.skip("there is an accelerator")
    with pytest.raises(GraderError, match=f"--device {name}: torch finds no such device here"):
        run(GOOD.replace("(submission)", "(submission, device)"), device=name, f=1)


@pytest.mark.slow
def test_a_device_that_no_kernel_can_use_is_the_graders_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(plugin, "devices", lambda _: [torch.device("cuda", 0)])  # there is none
    flags = {"grade": True, "solution": False, "points": 1, "grade_id": "test_exercise"}
    notebook = new_notebook(cells=[new_code_cell(metadata={"nbgrader": flags})])
    (exercise,) = grade_notebook(notebook, tmp_path, Settings(), seed="1")
    assert exercise.score is None
    assert "no kernel can use it" in exercise.fault
    assert "--device cpu" in exercise.fault


def test_hidden_inputs_follow_the_seed_and_the_check(tmp_path):
    path = tmp_path / "test_exercise.py"
    path.write_text(
        HEADER
        + '''
import torch

@pytest.mark.points(1)
def test_one(submission, rng):
    """One."""
    submission.see(torch.rand(1, generator=rng).item())

@pytest.mark.points(1)
def test_two(submission, rng):
    """Two."""
    submission.see(torch.rand(1, generator=rng).item())

@pytest.fixture(scope="module")
def shared(shared_rng):
    return torch.rand(1, generator=shared_rng).item()

@pytest.mark.points(1)
def test_three(submission, shared):
    """Three."""
    submission.see(shared)

@pytest.mark.points(1)
def test_four(submission, shared):
    """Four."""
    submission.see(shared)
'''
    )

    def inputs(seed: str) -> list[float]:
        answers = Answers(see=None)
        run_checks([path], answers, device="cpu", seed=seed)
        return answers.seen

    one, two, *both = inputs("1")
    assert [one, two, *both] == inputs("1")
    assert both[0] == both[1]
    assert len({one, two, both[0], *inputs("2")}) == 6
