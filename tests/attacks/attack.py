"""Attacks the grader: hands in every hostile example, grades them, and shows what came of it.

    python -m attacks.attack ASSIGNMENT [--isolation strict|auto|none] [--sample N] [NAME...]

It works in a copy of the course (see attack_course.py). An honest submission stands at the
beginning and beside every third attack. An attack's code says `loot(what)` where it got at
something, and tries things by `attempt(what, action)`. It knows the machine: these words in its
code are replaced.

    @COURSE@ @VICTIM@ @HOME@ @OUTSIDE@    folders: the course, another student's submission, the
                                          grader's home, one that anybody may write to
    @GRADER@                              number of the grader's process
    @PORT@ @SOCKET@ @ABSTRACT@            of TCP and UDP, a path, a name: where somebody listens
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from attacks.attack_course import Ground, canary
from proofs.examples import Example, read_example
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text


@dataclass(frozen=True)
class Outcome:
    """What came of one submission.

    Attributes:
        earned: points in the gradebook; None where it was not graded in full.
        leaks: of an attack, what it got at, or left behind.
        seconds: that grading it took, where that is on record.
        reasons: of an honest one, why it lost points; of any, why it was not graded.
    """

    example: Example
    earned: float | None
    leaks: list[str]
    seconds: float | None = None
    reasons: list[str] = field(default_factory=list)

    @property
    def honest(self) -> float:
        """The points that its answers are worth."""
        return sum(self.example.scores.values())

    @property
    def unearned(self) -> float:
        """Points beyond that."""
        return max(0.0, (self.earned or 0.0) - self.honest)

    @property
    def verdict(self) -> str:
        """The outcome in a word or two."""
        if self.earned is None:
            return "NOT GRADED"
        if self.unearned or self.leaks:
            return " and ".join(["POINTS"] * bool(self.unearned) + ["LEAK"] * bool(self.leaks))
        return "held" if self.earned == self.honest else "held, and cost points"


@dataclass(frozen=True)
class Totals:
    """What came of all attacks.

    Attributes:
        not_tried: those that would harm this machine without isolation.
        honest: the honest submissions.
        leaks: what cannot be told whose it is.
        seconds: of wall time, for all of them.
    """

    attacks: list[Outcome]
    not_tried: list[Example]
    honest: list[Outcome]
    leaks: list[str]
    seconds: float

    @property
    def unearned(self) -> float:
        """Points that no answer is worth."""
        return sum(outcome.unearned for outcome in self.attacks)

    @property
    def all_leaks(self) -> list[str]:
        """Everything that leaked."""
        return [*self.leaks, *(leak for outcome in self.attacks for leak in outcome.leaks)]

    @property
    def not_graded(self) -> list[str]:
        """Names of the attacks that brought the grader to give no grade."""
        return [outcome.example.name for outcome in self.attacks if outcome.earned is None]

    @property
    def changed(self) -> list[Outcome]:
        """Honest submissions without the score that they are worth."""
        return [outcome for outcome in self.honest if outcome.earned != outcome.honest]


def besiege(
    course: Path, assignment: str, isolation: str, names: list[str], sample: int = 1
) -> Totals:
    """Hand in attacks and honest submissions by turns, grade them all, and judge.

    Args:
        course: the folder of the course, with examples in tests/submissions.
        names: of the attacks; none means all of them.
        sample: try every Nth of them.

    Raises:
        ValueError: there is no attack of that name.
    """
    started = time.monotonic()
    examples = course / "tests" / "submissions"
    known = {path.stem: path for path in sorted((examples / "hostile").glob("*.py"))}
    if unknown := ", ".join(sorted(set(names) - set(known))):
        raise ValueError(f"there is no attack {unknown}; there are: {', '.join(known)}")
    chosen = [read_example(path) for name, path in known.items() if name in names or not names]
    chosen = chosen[::sample]
    tried = [example for example in chosen if isolation != "none" or not example.needs]
    attacks = {f"{i + 1:03}_{attack.name}": attack for i, attack in enumerate(tried)}
    reference = read_example(examples / "right" / "reference.py")
    honest = [f"{i:03}_honest" for i in range(0, len(tried) + 1, 3)]
    with tempfile.TemporaryDirectory(prefix="siege-", ignore_cleanup_errors=True) as folder:
        ground = Ground(Path(folder).resolve(), course, assignment)
        for student in honest:  # no two the same
            ground.hand_in(student, replace(reference, extra=[f"# {student}: {canary()}"]))
        ground.grade(attacks, honest[0], isolation)

        def outcome(name: str, example: Example, leaks: list[str]) -> Outcome:
            score, seconds = ground.score(name), ground.seconds(name)
            return Outcome(example, score, leaks, seconds, ground.reasons(name))

        return Totals(
            attacks=[outcome(n, attack, ground.loot(n)) for n, attack in attacks.items()],
            not_tried=[example for example in chosen if example not in tried],
            honest=[outcome(n, replace(reference, name=n), []) for n in honest],
            leaks=ground.leaks,
            seconds=time.monotonic() - started,
        )


def show(totals: Totals, console: Console) -> None:
    """Show a table of the attacks, and the totals in the last line."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("attack", no_wrap=True)
    table.add_column("what it tries", ratio=3)
    table.add_column("points / honest", justify="right")
    table.add_column("leaks", ratio=3, overflow="fold")
    table.add_column("outcome")
    for outcome in totals.attacks:
        seconds = "" if outcome.seconds is None else f", {outcome.seconds:.0f} s"
        more = [f"and {len(outcome.leaks) - 3} more"] if len(outcome.leaks) > 3 else []
        table.add_row(
            outcome.example.name,
            outcome.example.summary,
            f"{'–' if outcome.earned is None else f'{outcome.earned:g}'} / {outcome.honest:g}",
            Text("\n".join(outcome.leaks[:3] + more)),
            outcome.verdict + seconds,
        )
    for example in totals.not_tried:
        table.add_row(example.name, example.summary, "", "", "not tried")
    console.print(table)
    for leak in totals.leaks:
        console.print(Text(f"It is not known who {leak}."))
    for outcome in totals.changed + [o for o in totals.attacks if o.earned is None]:
        console.print(f"{outcome.example.name}: {outcome.earned} of {outcome.honest:g} points")
        console.print(Text("\n".join(outcome.reasons)))
    console.print(
        f"{len(totals.attacks)} attacks: {totals.unearned:g} unearned points, "
        f"{len(totals.all_leaks)} leaks, {len(totals.not_graded)} not graded; "
        f"{len(totals.changed)} of {len(totals.honest)} honest scores changed; "
        f"{totals.seconds:.0f} s"
    )


def main(argv: list[str] | None = None) -> int:
    """Attack the grader; the status is 1 if anybody got what they must not."""
    parser = argparse.ArgumentParser(prog="attack", description=main.__doc__)
    parser.add_argument("assignment")
    parser.add_argument("names", nargs="*", metavar="NAME", help="of attacks; default: all")
    parser.add_argument("--isolation", choices=("strict", "auto", "none"), default="auto")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="every Nth of them")
    args = parser.parse_intermixed_args(argv)  # names may follow options
    totals = besiege(Path.cwd(), args.assignment, args.isolation, args.names, args.sample)
    show(totals, Console(width=None if sys.stdout.isatty() else 160))
    leaked = args.isolation != "none" and totals.all_leaks
    return int(bool(totals.unearned or totals.changed or totals.not_graded or leaked))


if __name__ == "__main__":
    sys.exit(main())
