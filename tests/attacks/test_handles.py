"""Attacks on what stays in a kernel, and on the functions that checks hand in.

Each check below would pass, end the grader or take its time if the attack came to something.
"""

from functools import reduce
from time import process_time

import pytest
import torch
from kernels import submission

from grading.checks.expect import CallRaised, CheckFailed
from grading.sandbox.handle import Handle, NoAnswer
from grading.sandbox.policy import Limits
from grading.sandbox.values import Record

LIMITS = Limits(cell=60, call=10, notebook=300)
FORGE = """
import gc, json, torch
from grading.sandbox.inside import agent
from grading.sandbox.channel import pack

def forge(data, count=1):
    # Answer in the agent's place, from now on.
    agent.Agent._answer = lambda self, text, buffer: pack(data, b"") * count
"""


def forged(reply: str) -> str:
    """A notebook whose next answer, to whatever, is this one."""
    return f"{FORGE}\ndef f(*args): return 1\nforge({reply})"


def reply_of(result: str) -> str:
    return f'{{"result": {result}, "figures": []}}'


KEPT = {"kind": "kept", "type": "x", "handle": 1}
NESTED = reduce(lambda inner, _: {"kind": "list", "items": [inner]}, range(400), KEPT)
ODD_REPLIES = {
    "a number that is none": reply_of('{"kind": "kept", "type": "x", "handle": "1"}'),
    "a type that is none": reply_of('{"kind": "kept", "type": 3, "handle": 1}'),
    "a handle without a type": reply_of('{"kind": "kept", "handle": 1}'),
    "a function": reply_of('{"kind": "kept", "type": "function", "ask": "function 0"}'),
    "deep": reply_of(repr(NESTED)),
    "a slice of handles": reply_of('{"kind": "slice", "items": [{"kind": "kept"}, 1, 2]}'),
    "a record of its own parts": reply_of(
        '{"kind": "record", "type": "x", "names": ["_handle", "_type"], "items": '
        '[{"kind": "plain", "value": 1}, {"kind": "plain", "value": 2}]}'
    ),
    "a question at once": '{"ask": "function 0", "args": [], "kwargs": {}}',
    "a question for what is no function": '{"ask": "__class__", "args": [], "kwargs": {}}',
    "a question with handles": (
        '{"ask": "function 0", "args": [{"kind": "kept", "type": "x", "handle": 7}], "kwargs": {}}'
    ),
    "an end": '{"error": "raised", "type": "StopIteration", "kinds": ["StopIteration"]}',
}


@pytest.mark.parametrize("name", ODD_REPLIES)
def test_a_forged_answer_is_no_answer(name):
    with submission(forged(ODD_REPLIES[name]), limits=LIMITS) as student:
        try:
            answer = student.f(lambda x: x == 1)
        except CheckFailed:
            return
        assert isinstance(answer, Handle | Record | slice | list)
        while isinstance(answer, list):
            (answer,) = answer
        if isinstance(answer, Handle):
            with pytest.raises((CheckFailed, NoAnswer)):
                assert answer == 1
            with pytest.raises((CheckFailed, NoAnswer)):
                assert answer.x + 1 == 2


def test_every_number_may_be_the_same_and_fools_only_itself():
    code = FORGE + (
        "class Liar:\n    def __getattr__(self, name): return 42\n"
        "    def __call__(self, *a): return True\n    def __iter__(self): return self\n"
        "    def __next__(self): return self\n"
        "def make(): return Liar()\n"
        "agent.Agent.keep = lambda self, value: (self._kept.update({0: value}), "
        "{'kind': 'kept', 'type': 'int', 'handle': 0})[1]"
    )
    with submission(code, limits=LIMITS) as student:
        one, other = student.make(), student.make()
        assert one.balance == other.anything == 42
        with pytest.raises(NoAnswer, match="does not end"):
            list(one)
        with pytest.raises(NoAnswer, match="type int"):
            assert one == 42


def test_many_handles_cost_little_and_too_many_are_refused():
    code = "def make(n): return [object() for _ in range(n)]"
    with submission(code, limits=LIMITS) as student:
        began = process_time()
        handles = student.make(20_000)
        assert process_time() - began < 10
        assert len(handles) == 20_000
        del handles
        with pytest.raises(CheckFailed, match="far more than was asked for"):
            student.make(1_000_000)
        assert len(student.make(3)) == 3


def test_what_never_ends_is_ended():
    code = (
        "import time\nclass Slow:\n    def __iter__(self): return self\n"
        "    def __next__(self):\n        while True: pass\n"
        "    @property\n    def x(self):\n        while True: pass\n"
        "    def __getitem__(self, key):\n        return self[key]\n"
        "def make(): return Slow()\ndef g(): return 7"
    )
    limits = Limits(cell=60, call=1, notebook=300)
    with submission(code, limits=limits) as student:
        for use in (lambda s: next(s), lambda s: s.x, lambda s: list(s)):
            with pytest.raises(CheckFailed, match="did not end in time"):
                use(student.make())
        with pytest.raises(CallRaised, match="RecursionError"):
            student.make()[1]
        assert student.g() == 7


def test_a_function_that_is_called_later_or_from_a_thread_answers_nothing_more():
    code = (
        "import threading, time\nseen = []\n"
        "def f(g):\n    def later():\n        while len(seen) < 50: seen.append(g(1))\n"
        "    threading.Thread(target=later, daemon=True).start()\n    return 0\n"
        "def h(x): time.sleep(0.2); return x"
    )
    asked = []
    with submission(code, limits=LIMITS) as student:
        for number in range(5):
            try:
                student.f(lambda x: asked.append(x) or 10**6)
                assert student.h(number) == number
            except CheckFailed:  # its answers came out of order: its own loss
                continue
        assert set(asked) <= {1}


def test_calls_in_calls_come_to_an_end():
    code = "def f(g): return f(g) + g(1)\ndef h(g): return g(g)"
    with submission(code, limits=LIMITS) as student:
        with pytest.raises(CheckFailed, match=r"RecursionError|ended its kernel"):
            student.f(lambda x: x)
        with pytest.raises((CheckFailed, NoAnswer)):
            student.h(lambda g: g(1))

        def asks_again(_):
            return student.f(asks_again)

        with pytest.raises(CheckFailed, match="raised"):
            student["lambda g: g(1)"](asks_again)


def test_a_functions_arguments_may_be_anything():
    odd = [
        "float('nan')",
        "'x' * 10**6",
        "[[[[[[[[[[1]]]]]]]]]]",
        "{1: {2: {3: object()}}}",
        "torch.ones(3, device='meta')",
        "b'\\xff'",
        "10**4000",
    ]
    code = "import torch\ndef f(g):\n    for x in [" + ", ".join(odd) + "]:\n"
    code += "        try: g(x)\n        except Exception: pass\n    return 1"
    seen = []
    with submission(code, limits=LIMITS) as student:
        assert student.f(lambda x: seen.append(x) or 1) == 1
    assert len(seen) == len(odd)


def test_a_handle_tells_a_kernel_nothing_of_another_check():
    """What a check has handed in is there as long as the kernel; nothing else of it is."""
    code = (
        "import gc, types\nmarks = {'here': 'a_' + 'mark', 'beside': []}\ndef f(g): return g(1)\n"
        "def look(word):\n"
        "    gc.unfreeze()\n"
        "    things = [v for d in gc.get_objects() if type(d) is dict for v in list(d.values())]\n"
        "    texts = [t for t in things if isinstance(t, str)]\n"
        "    names = [t.__name__ for t in things if isinstance(t, types.FunctionType)]\n"
        "    return sum(text.endswith(word) for text in texts + names)"
    )
    with submission(code, limits=LIMITS) as student:
        secret = torch.tensor([3.25])

        def hidden_check(x):
            return (secret * x).sum().item() > 3

        assert student.f(hidden_check) is True
        assert student.look("a_mark") > 0
        assert student.look("hidden_check") == 0


TABLES = {
    "a dtype that is none": {"dtype": "no such", "items": [{"kind": "list", "items": []}]},
    "a dtype that runs code": {
        "dtype": "__import__('os')",
        "items": [{"kind": "list", "items": []}],
    },
    "a category of nothing": {"dtype": "category", "items": [{"kind": "list", "items": []}]},
    "numbers that are text": {"dtype": "int64", "items": [{"kind": "plain", "value": "x"}]},
    "a frequency": {"dtype": "object", "items": [{"kind": "list", "items": []}]},
}


@pytest.mark.parametrize("name", TABLES)
def test_a_forged_table_is_refused(name):
    index = {"kind": "index", "heads": [], "names": [{"kind": "plain", "value": None}]}
    index |= {"items": [TABLES[name]], "freq": "(lambda: 1)()"}
    with (
        submission(forged(reply_of(repr(index))), limits=LIMITS) as student,
        pytest.raises(CheckFailed, match="cannot be read as data"),
    ):
        student.f()
