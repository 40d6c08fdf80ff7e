"""The agent in a student's kernel."""

import time

import pytest
from kernels import submission

from grading.checks.expect import CheckFailed
from grading.sandbox.policy import Limits


@pytest.mark.parametrize(
    "sabotage",
    [
        "import sys; sys.modules['grading.sandbox.agent'] = None",
        "import json; json.loads = None",
        "import torch; torch.manual_seed = None",
        "get_ipython().input_transformers_post.append(lambda lines: ['pass'])",
        "import threading, os; threading.Timer(0.1, lambda: os._exit(0)).start(); import time",
    ],
)
def test_a_kernel_that_works_against_the_agent_spoils_only_its_own_answers(sabotage):
    limits = Limits(cell=5, call=2, notebook=120)
    with submission("def f(): return 7", sabotage, limits=limits) as student:
        time.sleep(0.3)
        with pytest.raises(CheckFailed):
            student.f()


def test_the_agent_leaves_no_name_among_the_students():
    code = "before = set(globals())\ndef f(): return sorted(set(globals()) - before)"
    with submission(code) as student:
        assert student.f() == ["before", "f"]
