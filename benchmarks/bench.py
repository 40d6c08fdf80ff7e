"""Grades the same classes with stock nbgrader and with `grade`, and writes what it took.

    python benchmarks/bench.py [--sizes N ...] [--rounds N] [--known N ...]

The smallest class is graded in rounds, by turns: stock, `grade`, the floor (see floor.py). Then
`grade` and the floor go on to the larger classes; stock's time there is extrapolated from what a
further submission takes. After that come a class whose answers are all right, one worker, two and
so on, and classes whose results are known. Tables and plot go into README.md beside this file.
"""

from __future__ import annotations

import argparse
import platform
import re
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
import torch
from matplotlib.figure import Figure
from measure import EXAMPLES, RIGHT, Cost, Known, floor, grade, known, stock

from grading.jobs.pool import cores

HERE = Path(__file__).parent
README, PLOT = HERE / "README.md", HERE / "growth.svg"
MARKS = ("<!-- measured -->\n", "<!-- end -->\n")
GIGA, MEGA = 1 << 30, 1 << 20
KNOWN = "Where all results are known, the rest is taking in, nbgrader's steps, rows and feedback:"


@dataclass(frozen=True)
class Growth:
    """One size of class: what stock takes (extrapolated, but for the smallest), we, and the floor.

    Attributes:
        stock: seconds.
    """

    size: int
    stock: float
    grade: Cost
    floor: Cost


def median(measure: Callable[[], Cost], rounds: list[Cost]) -> Cost:
    """Measure once more; the median of the rounds so far, and the highest peak."""
    rounds.append(measure())
    seconds = statistics.median(cost.seconds for cost in rounds)
    serial = statistics.median(cost.serial for cost in rounds)
    return Cost(seconds, max(cost.memory for cost in rounds), serial)


def smallest(size: int, rounds: int) -> tuple[Cost, Growth]:
    """Return the smallest class, in rounds; stock's cost with it."""
    ways: list[tuple[Callable[[], Cost], list[Cost]]] = [
        (lambda: stock(size), []),
        (lambda: grade(size, cores()), []),
        (lambda: floor(size), []),
    ]
    for _ in range(rounds):
        by_stock, by_grade, by_floor = (median(*way) for way in ways)
    return by_stock, Growth(size, by_stock.seconds, by_grade, by_floor)


def table(found: list[Growth]) -> str:
    """Return a line for each size of class."""
    lines = [
        "| submissions | stock, s each | `grade`, s each | ratio | floor, s each "
        "| `grade` ÷ floor | peak memory, GiB |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for number, one in enumerate(found):
        ours, least = one.grade.seconds / one.size, one.floor.seconds / one.size
        mark = "*" if number else ""
        lines.append(
            f"| {one.size} | {one.stock / one.size:.1f}{mark} | {ours:.2f} "
            f"| {one.stock / one.grade.seconds:.1f}{mark} | {least:.2f} | {ours / least:.1f} "
            f"| {one.grade.memory / GIGA:.2f} |"
        )
    return "\n".join(lines)


@dataclass(frozen=True)
class More:
    """Seconds that a further submission takes, where the start of the programs no longer counts."""

    stock: float
    grade: float
    floor: float

    def __str__(self) -> str:
        return (
            f"A further submission takes stock {self.stock:.1f} s, `grade` {self.grade:.2f} s, the "
            f"floor {self.floor:.2f} s: **{self.stock / self.grade:.1f} times** stock's "
            f"throughput, {self.grade / self.floor:.1f} times the floor."
        )


def more(found: list[Growth]) -> More:
    """Return what each one takes that the largest class has more than the smallest."""
    first, last = found[0], found[-1]
    count = last.size - first.size
    ours = (last.grade.seconds - first.grade.seconds) / count
    least = (last.floor.seconds - first.floor.seconds) / count
    return More((last.stock - first.stock) / count, ours, least)


def by_workers(size: int) -> str:
    """How much sooner a class is done by more workers: 1, 2, 4 and so on."""
    counts = [2**n for n in range(cores().bit_length()) if 2**n <= cores()]
    costs = [grade(size, count) for count in counts]
    lines = ["| workers | s each | times the output of one |", "|---:|---:|---:|"]
    for count, cost in zip(counts, costs, strict=True):
        output = costs[0].seconds / cost.seconds
        lines.append(f"| {count} | {cost.seconds / size:.2f} | {output:.2f} |")
    return "\n".join(lines)


def by_known(found: list[Known]) -> str:
    """Return what a class takes whose results are known: steps, database and feedback."""
    lines = [
        "| submissions | s each | of it the main process | peak memory, GiB "
        "| again, nothing to do, s | one changed, s |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for one in found:
        each, serial = one.first.seconds / one.size, one.first.serial / one.size
        lines.append(
            f"| {one.size} | {each:.3f} | {serial:.3f} | {one.first.memory / GIGA:.2f} "
            f"| {one.again.seconds:.1f} | {one.changed.seconds:.1f} |"
        )
    return "\n".join(lines)


def by_one(found: list[Known], busy: float) -> str:
    """Return what bounds any number of workers: the process that writes the gradebook.

    Args:
        busy: seconds of processor time that a further submission takes in all.
    """
    count = found[-1].size - found[0].size
    serial = (found[-1].first.serial - found[0].first.serial) / count
    return (
        f"The main process needs {serial:.3f} s of processor time for a further one, for one after "
        f"the other: no more than {1 / serial:.0f} come out in a second, however many cores "
        f"there are; so many keep about {busy / serial:.0f} of them busy."
    )


def draw(found: list[Growth]) -> None:
    """Return the time of a submission, by the size of the class."""
    sizes = [one.size for one in found]
    figure = Figure(figsize=(6, 3.5), layout="constrained")
    axes = figure.add_subplot(xscale="log", yscale="log")
    axes.plot(sizes, [one.stock / one.size for one in found], "o--", label="stock (extrapolated)")
    axes.plot(sizes, [one.grade.seconds / one.size for one in found], "o-", label="grade")
    axes.plot(sizes, [one.floor.seconds / one.size for one in found], "o:", label="floor")
    axes.set_xticks(sizes, [str(size) for size in sizes])
    axes.set_xticks([], minor=True)
    axes.set(xlabel="submissions in the class", ylabel="seconds for a submission")
    axes.grid(alpha=0.3)
    figure.legend(loc="outside upper center", ncols=3)
    figure.savefig(PLOT, metadata={"Date": None})


def machine() -> str:
    """Return the machine in a line."""
    processor = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    memory = psutil.virtual_memory().total / GIGA
    return (
        f"{cores()} cores of {processor[1] if processor else platform.machine()}, "
        f"{memory:.0f} GiB of memory, {platform.system()} {platform.release().split('-')[0]}, "
        f"Python {platform.python_version()}, torch {torch.__version__}; no GPU used. The load "
        f"of other programs was {psutil.getloadavg()[2]:.1f} in the last quarter of an hour."
    )


def main() -> None:
    """Measure, and write."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 40, 160, 640])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--known", type=int, nargs="+", default=[10, 1000, 10_000])
    args = parser.parse_args()
    if min(len(args.sizes), len(args.known)) < 2:
        parser.error("--sizes and --known take two sizes or more: what is told is how it grows")
    about = machine()
    by_stock, first = smallest(args.sizes[0], args.rounds)
    start = stock(1).seconds  # its start, and one submission
    each = (by_stock.seconds - start) / (first.size - 1)
    memory = by_stock.memory, grade(first.size, 1).memory, grade(first.size, 4).memory

    def growth(size: int, kinds: str) -> Growth:
        stocks = start + each * (size - 1)
        return Growth(size, stocks, grade(size, cores(), kinds), floor(size, kinds))

    found = [first]
    for size in args.sizes[1:]:
        found.append(growth(size, EXAMPLES))
        write(found, memory, about)  # now and after each step: the largest classes take long
    parts = [str(more(found))]
    parts.append(f"Where all answers are right: {more([growth(n, RIGHT) for n in args.sizes[:2]])}")
    write(found, memory, about, parts)
    parts += [by_workers(args.sizes[1]), KNOWN]
    classes: list[Known] = []
    for size in args.known:
        classes.append(known(size))
        write(found, memory, about, [*parts, by_known(classes)])
    parts += [by_known(classes), by_one(classes, more(found).grade * cores())]
    write(found, memory, about, parts)


def write(
    found: list[Growth], memory: tuple[int, int, int], about: str, parts: Sequence[str] = ()
) -> None:
    """Write table and plot.

    Args:
        memory: peaks in bytes: stock's, and ours with one worker and with four.
        about: the machine.
        parts: what follows the first table.
    """
    stocks, one, four = memory
    peaks = (
        f"Memory: stock {stocks / GIGA:.2f} GiB at its peak, `grade` with one worker "
        f"{one / GIGA:.2f} GiB and **{(four - one) / 3 / MEGA:.0f} MiB** for each further one."
    )
    note = f"\\* extrapolated from {found[0].size}."
    plot = f"![seconds for a submission, by the size of the class]({PLOT.name})\n"
    text = "\n\n".join([table(found), note, *parts, peaks, f"Machine: {about}", plot])
    draw(found)
    before, rest = README.read_text().split(MARKS[0])
    README.write_text(f"{before}{MARKS[0]}{text}{MARKS[1]}{rest.split(MARKS[1])[1]}")
    print(text, flush=True)


if __name__ == "__main__":
    main()
