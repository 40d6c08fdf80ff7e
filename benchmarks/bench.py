"""Grades the same classes with stock nbgrader and with `grade`, and writes what it took.

    python benchmarks/bench.py [--sizes N ...] [--rounds N] [--known N ...]

The smallest class is graded in rounds, by turns: stock, `grade`, the floor (see floor.py). Then
`grade` and the floor go on to the larger classes; stock's time there is extrapolated from what a
further submission takes. After that come one worker, two and so on, and classes whose results are
known. The tables and the plot go into README.md beside this file.
"""

from __future__ import annotations

import argparse
import platform
import re
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
import torch
from matplotlib.figure import Figure
from measure import Cost, Known, floor, grade, known, stock

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
    """The smallest class, in rounds; stock's cost with it."""
    ways: list[tuple[Callable[[], Cost], list[Cost]]] = [
        (lambda: stock(size), []),
        (lambda: grade(size, cores()), []),
        (lambda: floor(size), []),
    ]
    for _ in range(rounds):
        by_stock, by_grade, by_floor = (median(*way) for way in ways)
    return by_stock, Growth(size, by_stock.seconds, by_grade, by_floor)


def table(found: list[Growth]) -> str:
    """A line for each size of class."""
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


def slope(found: list[Growth]) -> str:
    """What a further submission takes, where the start of the programs no longer counts."""
    first, last = found[0], found[-1]
    if first is last:
        return ""
    more = last.size - first.size
    ours = (last.grade.seconds - first.grade.seconds) / more
    least = (last.floor.seconds - first.floor.seconds) / more
    stocks = (last.stock - first.stock) / more
    serial = (last.grade.serial - first.grade.serial) / more
    return (
        f"A further submission takes stock {stocks:.1f} s, `grade` {ours:.2f} s, the floor "
        f"{least:.2f} s: **{stocks / ours:.0f} times** stock's throughput, "
        f"{ours / least:.1f} times the floor. The main process needs {serial:.3f} s of it, for one "
        f"submission after the other: no more than {1 / serial:.0f} come out in a second, however "
        f"many cores there are; so many keep about {ours * cores() / serial:.0f} of them busy.\n"
    )


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
    """What a class takes whose results are known: nbgrader's steps, database and feedback."""
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


def draw(found: list[Growth]) -> None:
    """The time of a submission, by the size of the class."""
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
    """The machine in a line."""
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
    about = machine()
    by_stock, first = smallest(args.sizes[0], args.rounds)
    start = stock(1).seconds  # its start, and one submission
    each = (by_stock.seconds - start) / (first.size - 1)
    memory = by_stock.memory, grade(first.size, 1).memory, grade(first.size, 4).memory
    found, classes = [first], []
    write(found, memory, about)  # now and after each step: the largest classes take long
    for size in args.sizes[1:]:
        by_grade, by_floor = grade(size, cores()), floor(size)
        found.append(Growth(size, start + each * (size - 1), by_grade, by_floor))
        write(found, memory, about)
    workers = by_workers(args.sizes[min(1, len(args.sizes) - 1)])
    for size in args.known:
        classes.append(known(size))
        write(found, memory, about, f"{workers}\n\n{KNOWN}\n\n{by_known(classes)}\n\n")


def write(found: list[Growth], memory: tuple[int, int, int], about: str, more: str = "") -> None:
    """Write table and plot.

    Args:
        memory: peaks in bytes: stock's, and ours with one worker and with four.
        about: the machine.
        more: tables to follow the first.
    """
    stocks, one, four = memory
    text = (
        f"{table(found)}\n\n\\* extrapolated from {found[0].size}.\n\n{slope(found)}\n{more}"
        f"Memory: stock {stocks / GIGA:.2f} GiB at its peak, `grade` with one worker "
        f"{one / GIGA:.2f} GiB and **{(four - one) / 3 / MEGA:.0f} MiB** for each further one.\n\n"
        f"Machine: {about}\n\n![seconds for a submission, by the size of the class]({PLOT.name})\n"
    )
    draw(found)
    before, rest = README.read_text().split(MARKS[0])
    README.write_text(f"{before}{MARKS[0]}{text}{MARKS[1]}{rest.split(MARKS[1])[1]}")
    print(text, flush=True)


if __name__ == "__main__":
    main()
