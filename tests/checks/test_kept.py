"""What stays in the kernel and is used there, and a check's functions that are used from there."""

import gc
import itertools

import pytest
import torch
from kernels import submission

from grading.checks.expect import CallRaised, CheckFailed
from grading.sandbox.handle import MOST_ITEMS, NoAnswer
from grading.sandbox.policy import Limits

CODE = """
import torch
from collections import namedtuple
from dataclasses import dataclass

class Account:
    rate = 0.5
    def __init__(self, start=0):
        self.balance, self.log = start, {"start": start}
    def pay(self, amount, *, twice=False):
        if amount < 0:
            raise ValueError(f"no {amount}")
        self.balance += amount * (1 + twice)
        return self
    def close(self):
        raise NotImplementedError
    def __getitem__(self, key):
        return self.log[key]

@dataclass
class Purse:
    coins: int
    def add(self, more):
        self.coins += more

class Stack(list):
    def top(self):
        return self[-1]

Line = namedtuple("Line", "slope start")

def evens(end=None):
    number = 0
    while end is None or number < end:
        yield number
        number += 2

def make_net(size):
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Linear(size, 2))

def step(net, x):
    loss = net(x).sum()
    net.zero_grad()
    loss.backward()
    with torch.no_grad():
        for p in net.parameters():
            p -= 0.1 * p.grad
    return loss.item()

def counter():
    count = 0
    def more():
        nonlocal count
        count += 1
        return count
    return more

def apply_twice(f, x):
    return f(f(x))

def catches(f, x):
    try:
        return f(x)
    except Exception as error:
        return type(error).__name__

def lazily(f, values):
    return (f(value) for value in values)

def keeps(f):
    global kept
    kept = f

def uses_what_it_kept(x):
    return kept(x)

def first(things):
    return things[0]

def dies():
    import os
    os._exit(0)
"""


@pytest.fixture(scope="module")
def student():
    with submission(CODE, limits=Limits(cell=60, call=60, notebook=300)) as student:
        yield student


def test_an_object_is_used_as_if_it_were_here(student):
    account = student.Account(3)
    assert account.balance == 3
    assert account.pay(2).pay(1, twice=True).balance == 7
    assert account["start"] == 3
    assert account.rate == 0.5
    assert student["Account"](1).balance == 1


def test_an_objects_errors_are_told_by_what_was_asked(student):
    account = student.Account()
    with pytest.raises(CallRaised, match=r"`Account\(…\)\.pay\(…\)` raised ValueError\.") as raised:
        account.pay(-1)
    assert raised.value.kinds[0] == "ValueError"
    with pytest.raises(CheckFailed, match=r"^`Account\(…\)` has no attribute `owner`\.$"):
        account.owner  # noqa: B018
    with pytest.raises(CheckFailed, match=r"^`Account\(…\)\.close\(…\)` has not been written yet"):
        account.close()
    with pytest.raises(CheckFailed, match=r"`Account\(…\)\[…\]` raised KeyError"):
        account["end"]
    with pytest.raises(CheckFailed, match=r"^`Account\(…\)` is no function\.$"):
        account()


@pytest.mark.parametrize(
    "ask",
    [
        bool,
        str,
        hash,
        round,
        lambda a: a == a,
        lambda a: a != 1,
        lambda a: a < 1,
        lambda a: a + 1,
        lambda a: 1 in a,
        lambda a: -a,
        lambda a: torch.ones(1) * a,
    ],
)
def test_what_would_be_answered_here_is_refused(student, ask):
    with pytest.raises(NoAnswer, match="Nothing can be asked of a value of such a type"):
        ask(student.Account())


def test_a_dataclass_is_data_and_an_object(student):
    purse = student.Purse(2)
    assert purse == (2,)
    purse.add(3)
    assert purse.coins == 5
    assert student["lambda purse: purse.coins"](purse) == 5
    assert student.Line(1, 2).start == 2
    assert student["Line(1, 2)._replace(slope=4)"] == (4, 2)


def test_a_subclass_of_the_notebooks_own_is_no_data(student):
    stack = student.Stack([1, 2])
    stack.append(5)
    assert stack.top() == 5
    assert list(stack) == [1, 2, 5]
    assert stack[1:][0] == 2
    assert student["lambda stack: len(stack)"](stack) == 3


def test_a_generator_is_taken_from_as_far_as_is_asked(student):
    endless = student.evens()
    assert list(itertools.islice(endless, 3)) == [0, 2, 4]
    assert next(endless) == 6
    assert list(student.evens(6)) == [0, 2, 4]
    short = student.evens(2)
    assert next(short) == 0
    with pytest.raises(StopIteration):
        next(short)
    with pytest.raises(NoAnswer, match=rf"`evens\(…\)` does not end: it gives over {MOST_ITEMS}"):
        list(endless)


def test_a_module_is_called_read_and_trained(student):
    net = student.make_net(3)
    x = torch.ones(5, 3)
    assert net(x).shape == (5, 2)
    assert [p.shape for p in net.parameters()] == [(2, 3), (2,)]
    assert set(net.state_dict()) == {"0.weight", "0.bias"}
    losses = [student.step(net, x) for _ in range(2)]
    assert losses[1] < losses[0]
    assert net[0].out_features == 2
    weight = net[0].weight
    assert torch.equal(student["lambda net: net[0].weight.detach()"](net), weight)


def test_a_closure_keeps_its_state(student):
    one, other = student.counter(), student.counter()
    assert [one(), one(), other()] == [1, 2, 1]


def test_an_object_is_made_from_an_expression(student):
    layer = student["torch.nn.Linear(3, 1)"]
    assert layer(torch.ones(2, 3)).shape == (2, 1)
    assert student.step(layer, torch.ones(2, 3)) is not None
    with pytest.raises(CheckFailed, match=r"^`torch\.nn\.None_such\(…\)` raised AttributeError\.$"):
        student["torch.nn.None_such(123456)"]
    with pytest.raises(CheckFailed, match="`nothing` is not defined"):
        student["nothing"]


def test_what_is_handed_back_is_the_same_object(student):
    same = student["lambda x: x is kept_here"]
    student["globals().update(kept_here=Account())"]
    account = student["kept_here"]
    assert same(account) is True
    assert student["lambda things: things[0] is things[1]['a'] is kept_here"](
        [account, {"a": account}]
    )
    things = [account, 1]
    student["lambda things: things.reverse()"](things)
    assert things == [1, account] or things[1].balance == 0


def test_a_function_of_the_checks_is_called_here(student):
    seen = []

    def double(x):
        seen.append(x)
        return 2 * x

    assert student.apply_twice(double, 3) == 12
    assert torch.equal(student.apply_twice(double, torch.ones(2)), torch.full((2,), 4.0))
    assert seen[:2] == [3, 6]
    assert list(student.lazily(double, [1, 2])) == [2, 4]
    student.keeps(double)
    assert student.uses_what_it_kept(5) == 10


def test_what_a_function_of_the_checks_raises_is_raised_there(student):
    assert student.catches(lambda x: x["a"], {}) == "KeyError"
    assert student.catches(lambda x: x.nothing, 1) == "AttributeError"
    assert student.catches(lambda _: 1 / 0, 1) == "ZeroDivisionError"
    assert student.catches(lambda _: print, 1) == "RuntimeError"  # it cannot be sent
    assert student.catches(lambda x: student.counter(), 1) == "RuntimeError"

    def is_shown_three(x):
        assert x == 3

    with pytest.raises(AssertionError):
        student.catches(is_shown_three, 4)
    assert student.catches(lambda x: x, 1) == 1  # in a new kernel


def test_what_a_function_is_asked_with_is_data(student):
    def call(thing):
        return thing()

    with pytest.raises(NoAnswer, match="type function"):
        student["lambda f: f(lambda: 1)"](call)


def test_a_function_is_not_called_for_ever():
    code = "def f(g):\n    while True: g(1)\ndef h(): return 7"
    with submission(code, limits=Limits(cell=60, call=60, notebook=300)) as student:
        said = "`f` called a function that it was given more than 10000 times"
        with pytest.raises(CheckFailed, match=said):
            student.f(lambda x: x)
        assert student.h() == 7


def test_a_handle_is_gone_with_its_kernel():
    with submission(CODE, limits=Limits(cell=60, call=60, notebook=300)) as student:
        account = student.Account()
        with pytest.raises(CheckFailed, match="ended its kernel"):
            student.dies()
        assert student.Account(4).balance == 4  # in a new kernel, which has its own numbers
        with pytest.raises(CheckFailed, match=r"^`Account\(…\)` is gone: its kernel has ended\.$"):
            account.balance  # noqa: B018
        with pytest.raises(NoAnswer):
            student.first([account])


def test_what_no_check_has_a_handle_of_is_not_kept():
    code = "import gc\nclass Big: pass\ndef make(): return Big()\n"
    code += "def alive(): gc.collect(); return sum(isinstance(o, Big) for o in gc.get_objects())"
    code = code.replace("gc.get_objects()", "[*gc.get_objects()]")
    with submission(code, limits=Limits(cell=60, call=60, notebook=300)) as student:
        handles = [student.make() for _ in range(50)]
        student.alive()
        del handles[1:]
        gc.collect()
        student.alive()
        assert handles[0]._type == "Big"
        assert student["alive"]() <= 2
