"""Calling a student's functions in a kernel of their own, as if they were local."""

import pytest
import torch
from kernels import submission

from grading.checks.expect import CallRaised, CheckFailed, situation
from grading.checks.submission import with_modes
from grading.sandbox.policy import Limits

FUNCTIONS = """
import os, sys, time
import torch

state = []
text = "a text"

def double(x):
    return 2 * x

def pollute(x, factors):
    x.requires_grad_()
    (x ** 2).sum().backward()
    with torch.no_grad():
        x += 1
    factors.append(torch.zeros(1))

def draw(generator=None):
    return torch.rand(2, generator=generator)

def own_draw():
    return draw(torch.Generator().manual_seed(1))

def seed():
    torch.manual_seed(1)

def count():
    state.append(1)
    return len(state)

def fail(kind):
    if kind == "exit": sys.exit()
    if kind == "interrupt": raise KeyboardInterrupt
    if kind == "spell": raise type("x_is_3", (Exception,), {})
    if kind == "own": raise type("Own", (KeyError, ValueError), {})
    raise ValueError("the hidden input is 3")

def change(counts, seen, row):
    counts["a"] += 1
    counts["b"] = 1
    seen.add(2)
    row[0] = 9

def end(): os._exit(1)
def sleep(): time.sleep(1000)
def unwritten(): raise NotImplementedError
def bottomless():
    result = []
    result.append(result)
    return result
def flood(): print("x" * 10_000_000); return 1
def grow(x): return x.new_zeros(len(x) ** 2)
"""


@pytest.fixture(scope="module")
def student():
    with submission(FUNCTIONS) as running:
        yield running


def test_a_call_gives_the_result(student):
    assert torch.equal(student.double(torch.arange(3)), torch.arange(0, 6, 2))
    assert student.double(1.5) == 3.0


def test_it_is_known_what_a_call_does_to_torchs_default_generator():
    with submission(FUNCTIONS) as student:
        for call, draws in [(student.draw, True), (student.own_draw, False), (student.draw, True)]:
            call()
            assert student.drew_by_default == draws
        student.draw(generator=torch.Generator())
        assert not student.drew_by_default
        assert student.changed_modes == []
        student.seed()
        assert student.changed_modes == ["default seed"]


def test_a_call_can_be_made_under_modes_of_torchs():
    with submission(FUNCTIONS) as student:
        with with_modes(student, seed=3, dtype="float64"):
            draws = [student.draw() for _ in range(2)]
            assert student.changed_modes == []
            student.seed()
            assert student.changed_modes == ["default seed"]
        assert torch.equal(*draws)
        assert draws[0].dtype == torch.float64
        with with_modes(student, device="meta"):
            assert student.draw().device == torch.device("meta")
        fresh = [student.draw() for _ in range(2)]
        assert student.changed_modes == []
        assert not torch.equal(*fresh)
        assert fresh[0].dtype == torch.float32


def test_an_error_is_of_each_type_that_it_is_derived_from(student):
    said = "With one row: `fail` raised KeyError"
    with pytest.raises(CallRaised, match=said) as raised, situation("With one row"):
        student.fail("own")
    assert {"KeyError", "ValueError", "LookupError"} < set(raised.value.kinds)
    with pytest.raises(CallRaised) as raised, situation("With one row"):
        student.unwritten()
    assert str(raised.value) == "`unwritten` has not been written yet."


def test_what_a_call_does_to_its_arguments_is_done_to_the_callers(student):
    x, factors = torch.tensor([1.0, 2.0]), []
    assert student.pollute(x, factors=factors) is None
    assert torch.equal(x.detach(), torch.tensor([2.0, 3.0]))
    assert x.requires_grad
    assert torch.equal(x.grad, torch.tensor([2.0, 4.0]))
    assert len(factors) == 1


def test_dicts_sets_and_lists_are_changed_as_the_call_changed_them(student):
    counts, seen, row = {"a": 1}, {1}, [1, 2]
    student.change(counts, seen, row)
    assert (counts, seen, row) == ({"a": 2, "b": 1}, {1, 2}, [9, 2])


def test_a_variable_has_the_value_that_the_notebook_gave_it(student):
    assert student["state"] == []
    assert student["text"] == "a text"
    with pytest.raises(CheckFailed, match="`nothing` is not defined: no cell gives it a value"):
        student["nothing"]
    with submission("1 / 0\nanswer = 3") as broken, pytest.raises(CheckFailed) as failed:
        broken["answer"]
    assert str(failed.value).startswith("`answer` is not defined: its cell ended in ZeroDivision")


def test_a_generator_is_advanced_and_the_others_are_seeded(student):
    mine, theirs = (torch.Generator().manual_seed(1) for _ in range(2))
    assert torch.equal(student.draw(generator=theirs), torch.rand(2, generator=mine))
    assert torch.equal(student.draw(generator=theirs), torch.rand(2, generator=mine))
    with submission(FUNCTIONS, seed=5) as one, submission(FUNCTIONS, seed=5) as same:
        assert torch.equal(one.draw(), same.draw())
        assert not torch.equal(one.draw(), student.draw())


@pytest.mark.parametrize(
    ("name", "args", "hint"),
    [
        ("nothing", [], "`nothing` is not defined: no cell has a function of that name."),
        (
            "state",
            [],
            "`state` is now of type list, not a function: give one of them another name.",
        ),
        ("unwritten", [], "`unwritten` has not been written yet."),
        ("fail", ["value"], "`fail` raised ValueError."),
        ("fail", ["exit"], "`fail` raised SystemExit."),
        ("fail", ["interrupt"], "`fail` raised KeyboardInterrupt."),
        ("fail", ["spell"], "`fail` raised an exception."),
        ("grow", [torch.ones(5000)], "`grow` gave back far more than was asked for."),
        ("bottomless", [], "`bottomless` gave back something that cannot be read as data."),
    ],
)
def test_a_call_that_goes_wrong_has_a_hint_that_leaks_nothing(student, name, args, hint):
    with pytest.raises(CheckFailed) as failed:
        getattr(student, name)(*args)
    assert str(failed.value) == hint


def test_a_call_that_ends_the_kernel_or_never_ends_costs_only_itself():
    with submission(FUNCTIONS, limits=Limits(cell=5, call=2, notebook=120)) as student:
        assert student.count() == 1
        with pytest.raises(CheckFailed, match=r"`end` ended its kernel\."):
            student.end()
        assert student.count() == 1
        with pytest.raises(CheckFailed, match=r"`sleep` did not end in time\."):
            student.sleep()
        assert student.count() == 1


def test_no_hidden_input_comes_to_light_through_a_kernel_that_is_started_again(tmp_path):
    spy = f"path = {str(tmp_path / 'spied')!r}\nimport os\n"
    tell = "print(open(path).read() if os.path.exists(path) else 'nothing')"
    steal = "def f(x):\n    open(path, 'w').write(f'told {x}')\n    os._exit(0)"
    with submission(spy, tell, steal, isolation="none") as student:
        for _ in range(2):
            with pytest.raises(CheckFailed):
                student.f(12345)
    assert (tmp_path / "spied").read_text() == "told 12345"
    assert "12345" not in str(student.first_run)


def test_the_time_for_a_whole_notebook_is_limited():
    limits, message = Limits(cell=5, call=5, notebook=0), "more than 0 s in all"
    with submission(FUNCTIONS, limits=limits) as student, pytest.raises(CheckFailed, match=message):
        student.count()


def test_much_output_does_no_harm(student):
    assert student.flood() == 1
