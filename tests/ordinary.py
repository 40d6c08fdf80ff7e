"""Ordinary exercises, of what courses ask for: a right answer, a check, and typical mistakes."""

from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from support import nbgrader_cell

SETUP = "import torch\nimport numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt"
CHECK = '''"""{name}"""

import itertools

import numpy as np
import pandas as pd
import pytest
import torch

from grading.checks.expect import CheckFailed, assert_close, expect, expect_numbers


@pytest.mark.points(1)
def test_{name}(submission, rng):
    """{name} is right."""
{check}
'''


@dataclass(frozen=True)
class Ordinary:
    """An exercise: its right answer, the body of its check, and wrong answers."""

    name: str
    answer: str
    check: str
    mistakes: tuple[str, str, str]


EXERCISES = [
    Ordinary(
        "count",
        "def count(text):\n    return {word: text.split().count(word) for word in text.split()}",
        "assert submission.count('to be or to be') == {'to': 2, 'be': 2, 'or': 1}",
        (
            "def count(text):\n    return {}",
            "def count(text):\n    return list({w: text.split().count(w) for w in text.split()}.items())",
            "def count(text):\n    return {letter: text.count(letter) for letter in text}",
        ),
    ),
    Ordinary(
        "letters",
        "def letters(text):\n    return set(text)",
        "assert submission.letters('abba') == {'a', 'b'}",
        (
            "def letters(text):\n    return sorted(set(text))",
            "def letters(text):\n    return set()",
            "def letters(text):\n    return text",
        ),
    ),
    Ordinary(
        "roots",
        "def roots(c):\n    return (-c) ** 0.5, -((-c) ** 0.5)",
        "first, second = submission.roots(4)\n"
        "expect(abs(first - 2j) < 1e-9 and abs(second + 2j) < 1e-9, 'Below zero, roots are imaginary.')",
        (
            "def roots(c):\n    return c ** 0.5, -(c ** 0.5)",
            "def roots(c):\n    return (-c) ** 0.5",
            "def roots(c):\n    print((-c) ** 0.5)",
        ),
    ),
    Ordinary(
        "packed",
        "def packed(numbers):\n    return bytes(numbers)",
        "assert submission.packed([1, 255]) == b'\\x01\\xff'",
        (
            "def packed(numbers):\n    return ''.join(map(chr, numbers))",
            "def packed(numbers):\n    return numbers",
            "def packed(numbers):\n    return bytes(len(numbers))",
        ),
    ),
    Ordinary(
        "common_dtype",
        "def common_dtype(x, y):\n    return torch.promote_types(x.dtype, y.dtype)",
        "x, y = torch.ones(1, dtype=torch.int64), torch.ones(1, dtype=torch.float16)\n"
        "assert submission.common_dtype(x, y) == torch.float16",
        (
            "def common_dtype(x, y):\n    return x.dtype",
            "def common_dtype(x, y):\n    return 'torch.float16'",
            "def common_dtype(x, y):\n    return x + y",
        ),
    ),
    Ordinary(
        "fit",
        "from collections import namedtuple\nLine = namedtuple('Line', 'slope start')\n"
        "def fit(y):\n    return Line(y[1] - y[0], y[0])",
        "line = submission.fit([1, 3])\nassert (line.slope, line.start) == (2, 1)",
        (
            "def fit(y):\n    return y[1] - y[0], y[0]",
            "from collections import namedtuple\nLine = namedtuple('Line', 'slope start')\n"
            "def fit(y):\n    return Line(y[0], y[1] - y[0])",
            "def fit(y):\n    return {'slope': y[1] - y[0], 'start': y[0]}",
        ),
    ),
    Ordinary(
        "summary",
        "from dataclasses import dataclass\n@dataclass\nclass Summary:\n    mean: float\n    n: int\n"
        "def summary(x):\n    return Summary(sum(x) / len(x), len(x))",
        "assert submission.summary([1, 2]).mean == 1.5\nassert submission.summary([1]).n == 1",
        (
            "def summary(x):\n    return sum(x) / len(x)",
            "from dataclasses import dataclass\n@dataclass\nclass Summary:\n    mean: float\n    n: int\n"
            "def summary(x):\n    return Summary(sum(x) // len(x), len(x))",
            "class Summary: pass\ndef summary(x):\n    return Summary()",
        ),
    ),
    Ordinary(
        "double_all",
        "def double_all(row):\n    row[:] = [2 * x for x in row]",
        "row = [1, 2]\nassert submission.double_all(row) is None\nassert row == [2, 4]",
        (
            "def double_all(row):\n    return [2 * x for x in row]",
            "def double_all(row):\n    row = [2 * x for x in row]",
            "def double_all(row):\n    row += row",
        ),
    ),
    Ordinary(
        "answer",
        "answer = 6 * 7",
        "assert submission['answer'] == 42",
        ("answer = 6 + 7", "def answer():\n    return 42", "answer = '42'"),
    ),
    Ordinary(
        "essay",
        "essay = 'The gradient vanishes, as each factor is at most a quarter.'",
        "words = submission['essay'].lower().split()\n"
        "expect(len(words) >= 8 and 'gradient' in words, 'Say in a sentence what the gradient does.')",
        ("essay = ''", "essay = 'I do not know'", "essay = None"),
    ),
    Ordinary(
        "centre",
        "def centre(x):\n    return x - x.mean(axis=0)",
        "x = np.arange(6.0).reshape(3, 2)\nfound = submission.centre(x)\n"
        "assert found.shape == (3, 2) and np.allclose(found, x - x.mean(axis=0))",
        (
            "def centre(x):\n    return x - x.mean()",
            "def centre(x):\n    return x.mean(axis=0)",
            "def centre(x):\n    x -= x[0]",
        ),
    ),
    Ordinary(
        "total_paid",
        "def total_paid(bills):\n    return bills.groupby('who')['paid'].sum()",
        "bills = pd.DataFrame({'who': ['a', 'b', 'a'], 'paid': [1.0, 2.0, 4.0]})\n"
        "assert submission.total_paid(bills).to_dict() == {'a': 5.0, 'b': 2.0}",
        (
            "def total_paid(bills):\n    return bills['paid'].sum()",
            "def total_paid(bills):\n    return bills.groupby('who')['paid'].mean()",
            "def total_paid(bills):\n    return bills",
        ),
    ),
    Ordinary(
        "drop_missing",
        "def drop_missing(frame):\n    return frame.dropna().reset_index(drop=True)",
        "frame = pd.DataFrame({'day': pd.to_datetime(['2026-01-01', None]), 't': [1.5, 2.5]})\n"
        "before = frame.copy()\nfound = submission.drop_missing(frame)\n"
        "pd.testing.assert_frame_equal(found, before.iloc[:1])\n"
        "pd.testing.assert_frame_equal(frame, before)",
        (
            "def drop_missing(frame):\n    frame.dropna(inplace=True)\n    return frame",
            "def drop_missing(frame):\n    return frame.fillna(0)",
            "def drop_missing(frame):\n    return frame['t'].dropna()",
        ),
    ),
    Ordinary(
        "plot_counts",
        "def plot_counts(counts):\n    plt.bar(list(counts), counts.values())\n    plt.title('Counts')",
        "submission.plot_counts({'a': 3, 'b': 5})\n(figure,) = submission.figures\n"
        "(bars,) = figure.bars\nlabels = [tick.label for tick in figure.axes[0].xticks]\n"
        "assert bars.points[:, 3].tolist() == [3, 5] and labels == ['a', 'b']\n"
        "expect(figure.axes[0].title == 'Counts', 'The title is missing.')",
        (
            "def plot_counts(counts):\n    plt.plot(list(counts), counts.values())\n    plt.title('Counts')",
            "def plot_counts(counts):\n    plt.bar(list(counts), counts.values())",
            "def plot_counts(counts):\n    plt.bar(range(len(counts)), counts.values())\n    plt.title('Counts')",
        ),
    ),
    Ordinary(
        "heat_map",
        "def heat_map(values):\n    plt.imshow(values, cmap='gray')\n    plt.xlabel('column')",
        "values = torch.rand(3, 4, generator=rng)\nsubmission.heat_map(values)\n"
        "(figure,) = submission.figures\n(image,) = figure.images\n"
        "assert torch.allclose(image.pixels, values.double())\n"
        "assert figure.axes[0].xlabel == 'column'",
        (
            "def heat_map(values):\n    plt.imshow(values.T)\n    plt.xlabel('column')",
            "def heat_map(values):\n    plt.plot(values)\n    plt.xlabel('column')",
            "def heat_map(values):\n    plt.imshow(values)\n    plt.ylabel('column')",
        ),
    ),
    Ordinary(
        "Account",
        "class Account:\n    def __init__(self):\n        self.balance = 0\n"
        "    def pay_in(self, amount):\n        if amount < 0:\n            raise ValueError(amount)\n"
        "        self.balance += amount",
        "one, other = submission.Account(), submission.Account()\none.pay_in(3)\none.pay_in(4)\n"
        "assert (one.balance, other.balance) == (7, 0)\n"
        "with pytest.raises(CheckFailed, match='ValueError'):\n    one.pay_in(-1)",
        (
            "class Account:\n    balance = 0\n    def pay_in(self, amount):\n        Account.balance += amount",
            "class Account:\n    def __init__(self):\n        self.balance = 0\n"
            "    def pay_in(self, amount):\n        self.balance = amount",
            "def Account():\n    return {'balance': 0}",
        ),
    ),
    Ordinary(
        "evens",
        "def evens():\n    n = 0\n    while True:\n        yield n\n        n += 2",
        "assert list(itertools.islice(submission.evens(), 4)) == [0, 2, 4, 6]",
        (
            "def evens():\n    return [0, 2]",
            "def evens():\n    n = 0\n    while True:\n        n += 2\n        yield n",
            "def evens():\n    return 0",
        ),
    ),
    Ordinary(
        "make_net",
        "def make_net(n):\n    return torch.nn.Sequential(torch.nn.Linear(n, 4), torch.nn.ReLU(), torch.nn.Linear(4, 1))",
        "net = submission.make_net(3)\nassert net(torch.ones(5, 3)).shape == (5, 1)\n"
        "assert [tuple(p.shape) for p in net.parameters()] == [(4, 3), (4,), (1, 4), (1,)]",
        (
            "def make_net(n):\n    return torch.nn.Linear(n, 1)",
            "def make_net(n):\n    return torch.ones(n, 1)",
            "def make_net(n):\n    return torch.nn.Sequential(torch.nn.Linear(n, 4), torch.nn.Linear(5, 1))",
        ),
    ),
    Ordinary(
        "train_step",
        "def train_step(net, x, y, lr):\n    net.zero_grad()\n    loss = ((net(x) - y) ** 2).mean()\n"
        "    loss.backward()\n    with torch.no_grad():\n        for p in net.parameters():\n"
        "            p -= lr * p.grad\n    return loss.item()",
        "net = submission['torch.nn.Linear(2, 1)']\nx = torch.randn(8, 2, generator=rng)\n"
        "weight, bias = (p.detach().clone().requires_grad_() for p in net.parameters())\n"
        "loss = (x @ weight.T + bias - 1).square().mean()\nloss.backward()\n"
        "expect(abs(submission.train_step(net, x, torch.ones(8, 1), 0.1) - loss.item()) < 1e-5, 'Give back the loss.')\n"
        "assert_close(net.weight.detach(), (weight - 0.1 * weight.grad).detach(), atol=1e-5)",
        (
            "def train_step(net, x, y, lr):\n    return ((net(x) - y) ** 2).mean().item()",
            "def train_step(net, x, y, lr):\n    loss = ((net(x) - y) ** 2).mean()\n    loss.backward()\n"
            "    with torch.no_grad():\n        for p in net.parameters():\n            p += lr * p.grad\n    return loss.item()",
            "def train_step(net, x, y, lr):\n    loss = (net(x) - y).abs().mean()\n    loss.backward()\n    return loss",
        ),
    ),
    Ordinary(
        "counter",
        "def counter():\n    n = 0\n    def more():\n        nonlocal n\n        n += 1\n        return n\n    return more",
        "one, other = submission.counter(), submission.counter()\n"
        "assert [one(), one(), other()] == [1, 2, 1]",
        (
            "n = 0\ndef counter():\n    def more():\n        global n\n        n += 1\n        return n\n    return more",
            "def counter():\n    return 1",
            "def counter():\n    def more():\n        return 1\n    return more",
        ),
    ),
    Ordinary(
        "apply_twice",
        "def apply_twice(f, x):\n    return f(f(x))",
        "assert submission.apply_twice(lambda x: 3 * x + 1, 2) == 22",
        (
            "def apply_twice(f, x):\n    return f(x)",
            "def apply_twice(f, x):\n    return f(x), f(x)",
            "def apply_twice(f, x):\n    return 2 * f(x)",
        ),
    ),
    Ordinary(
        "bisect",
        "def bisect(f, low, high):\n    for _ in range(40):\n        middle = (low + high) / 2\n"
        "        low, high = (low, middle) if f(low) * f(middle) <= 0 else (middle, high)\n    return low",
        "asked, square = [], 1 + 2 * torch.rand(1, generator=rng).item()\n\ndef f(x):\n    asked.append(x)\n"
        "    return x ** 2 - square\n\n"
        "(root,) = expect_numbers([submission.bisect(f, 0, 2)], 'Give back a number.')\n"
        "assert abs(root - square ** 0.5) < 1e-6 and len(asked) < 1000",
        (
            "def bisect(f, low, high):\n    return (low + high) / 2",
            "def bisect(f, low, high):\n    return next(x / 100000 for x in range(200000) if f(x / 100000) > 0)",
            "def bisect(f, low, high):\n    return 2 ** 0.5",
        ),
    ),
    Ordinary(
        "memo",
        "def memo(f):\n    known = {}\n    def g(x):\n        if x not in known:\n            known[x] = f(x)\n"
        "        return known[x]\n    return g",
        "asked = []\ng = submission.memo(lambda x: asked.append(x) or x + 1)\n"
        "assert [g(1), g(1), g(2)] == [2, 2, 3]\nassert asked == [1, 2]",
        (
            "def memo(f):\n    return f",
            "def memo(f):\n    def g(x):\n        return f(x)\n    return g",
            "def memo(f):\n    value = f(1)\n    return lambda x: value",
        ),
    ),
    Ordinary(
        "Countdown",
        "class Countdown:\n    def __init__(self, n):\n        self.n = n\n    def __iter__(self):\n"
        "        return iter(range(self.n, 0, -1))",
        "assert list(submission.Countdown(3)) == [3, 2, 1]",
        (
            "class Countdown:\n    def __init__(self, n):\n        self.n = n",
            "class Countdown:\n    def __init__(self, n):\n        self.n = n\n    def __iter__(self):\n"
            "        return iter(range(self.n))",
            "def Countdown(n):\n    return n",
        ),
    ),
]


def write_assignment(root: Path) -> None:
    """Write an assignment `ordinary` of one notebook, `book`, into a course."""
    source, hidden = root / "source" / "ordinary", root / "tests" / "hidden" / "ordinary" / "book"
    source.mkdir(parents=True)
    hidden.mkdir(parents=True)
    cells = [new_code_cell(SETUP)]
    for exercise in EXERCISES:
        name = exercise.name
        solution = f"### BEGIN SOLUTION\n{exercise.answer}\n### END SOLUTION"
        cells.append(nbgrader_cell(solution, name, solution=True))
        graded = {"grade": True, "locked": True, "points": 2}
        cells.append(nbgrader_cell(f"assert {name}", f"test_{name}", **graded))
        body = "\n".join(f"    {line}".rstrip() for line in exercise.check.split("\n"))
        (hidden / f"test_{name}.py").write_text(CHECK.format(name=name, check=body))
    nbformat.write(new_notebook(cells=cells), source / "book.ipynb")


def submissions() -> dict[str, list[nbformat.NotebookNode]]:
    """What students hand in: all right, and each typical mistake once."""
    answers = {"right": [exercise.answer for exercise in EXERCISES]}
    for number in range(3):
        answers[f"wrong_{number}"] = [exercise.mistakes[number] for exercise in EXERCISES]
    return {
        student: [
            new_code_cell(SETUP),
            *(
                nbgrader_cell(code, exercise.name, solution=True)
                for exercise, code in zip(EXERCISES, codes, strict=True)
            ),
        ]
        for student, codes in answers.items()
    }
