"""The agent in a student's kernel."""

import pytest
import torch
from kernels import submission

from grading.checks.expect import CheckFailed
from grading.checks.submission import ask
from grading.sandbox import wire
from grading.sandbox.policy import Limits


@pytest.mark.parametrize(
    "sabotage",
    [
        "import sys; sys.modules['grading.sandbox.inside.agent'] = None",
        "import json; json.loads = None",
        "import torch; torch.manual_seed = None",
        "get_ipython().input_transformers_post.append(lambda lines: ['pass'])",
        "import threading, os; threading.Timer(0.1, lambda: os._exit(0)).start(); import time",
    ],
)
def test_a_kernel_that_works_against_the_agent_spoils_only_its_own_answers(sabotage):
    limits = Limits(cell=5, call=2, notebook=120)
    with submission("def f(): return 7", sabotage, limits=limits) as student:

        def ask_until_it_fails():
            for _ in range(10**6):  # one of them ends its kernel a little later
                student.f()

        with pytest.raises(CheckFailed):
            ask_until_it_fails()


def test_the_agent_leaves_no_name_among_the_students():
    code = "before = set(globals())\ndef f(): return sorted(set(globals()) - before)"
    with submission(code) as student:
        assert student.f() == ["before", "f"]


def test_it_is_known_whether_a_result_is_in_the_memory_of_an_argument():
    code = "def f(x, part): return x if part == 0 else x[1:] if part == 1 else x.clone()"
    with submission(code) as student:
        shared = []
        for part in range(3):
            student.f(torch.zeros(3), part)
            shared.append(student.shares_memory)
    assert shared == [True, True, False]


@pytest.mark.parametrize(
    ("code", "is_sent"),
    [
        ("x.sum(); values[1] + x", False),
        ("x.neg_()", True),  # 0 becomes -0
        ("x.requires_grad_()", True),
        ("x.t_()", True),
        ("values.pop()", True),
        ("torch.rand(1, generator=generator)", True),
    ],
)
def test_only_arguments_that_a_call_has_changed_are_sent_back(code, is_sent):
    x, values, generator = torch.zeros(2, 3), [torch.tensor(torch.nan), 1.5], torch.Generator()
    before = generator.get_state()
    with submission(f"import torch\ndef f(x, values, generator):\n    {code}") as student:
        reply = ask(student, "f", (x, values), {"generator": generator})
        assert isinstance(reply, wire.Reply)
        assert (reply.args is not None, reply.kwargs is not None) == (is_sent, is_sent)
        student.f(x, values, generator=generator)
    changed = [x.signbit().any(), x.requires_grad, x.shape == (3, 2), len(values) == 1]
    assert sum(map(bool, [*changed, not torch.equal(generator.get_state(), before)])) == is_sent
