"""What docs/new_assignment.md says that a check can ask: each line of its table works."""

import itertools
import re

import pandas as pd
import pytest
import torch
from kernels import submission
from support import ROOT

from grading.checks.expect import assert_close
from grading.sandbox.policy import Limits

PAGE = (ROOT / "docs" / "new_assignment.md").read_text()
LINES = re.findall(r"^\| [^|]+ \| `(.*)` \|$", PAGE, re.MULTILINE)
NOTEBOOK = """
import matplotlib.pyplot as plt
import torch
from collections import namedtuple

Line = namedtuple("Line", "slope start")
answer = 42

def roots(a, b, c): return 1j, -1j
def count(text): return {word: text.split().count(word) for word in text.split()}
def centre(x): return x - x.mean()
def common_dtype(x, y): return torch.promote_types(x.dtype, y.dtype)
def total_paid(bills): return bills.groupby("who")["paid"].sum()
def fit(y): return Line(y[1] - y[0], y[0])
def double_all(row): row[:] = [2 * x for x in row]
def make_net(n): return torch.nn.Sequential(torch.nn.Linear(n, 4), torch.nn.Linear(4, 1))
def train_step(net, x): net(x).sum().backward()
def apply_twice(f, x): return f(f(x))
def plot_counts(counts): plt.bar(list(counts), counts.values())

class Account:
    def __init__(self, start): self.balance = start
    def pay_in(self, amount): self.balance += amount

def evens():
    n = 0
    while True:
        yield n
        n += 2

def counter():
    n = 0
    def more():
        nonlocal n
        n += 1
        return n
    return more
"""


@pytest.fixture(scope="module")
def student():
    with submission(NOTEBOOK, limits=Limits(cell=60, call=60, notebook=300)) as student:
        yield student


@pytest.mark.parametrize("line", LINES)
def test_a_check_can_ask_that(student, line):
    bills = pd.DataFrame({"who": ["ada", "ben"], "paid": [5.0, 2.0]})
    x, y = torch.arange(3.0), torch.arange(3)
    known = {"submission": student, "x": x, "y": y, "bills": bills, "torch": torch}
    exec(line, known | {"itertools": itertools, "assert_close": assert_close})


def test_there_is_a_line_for_each_kind():
    assert len(LINES) >= 15
