"""Holds the hidden checks against an independent oracle, on mutants of right answers.

    PYTHONPATH=tests python -m evidence.evidence [ASSIGNMENT ...] [--sample N] [--only EXERCISE]

Each right answer is mutated, the oracle says whether the mutant is right, the hidden checks grade
it, and a table counts how often both agree. A disagreement must be explained in `explained.toml`.
What was found of each mutant is written to `evidence.json`; the status is 1 if a disagreement is
not explained, or an explanation explains nothing.
"""

import argparse
import ast
import hashlib
import json
import random
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from evidence.oracle import JUDGES, Case, Verdict, judge_all, version
from nbformat import NotebookNode
from proofs.examples import Example, overlay, read_example
from proofs.jobs import run_jobs
from proofs.mutants import Mutant, mutants_of_cell
from proofs.verify import RESULTS, SUBMISSIONS, Answer, Verification
from rich.console import Console
from rich.progress import track
from rich.table import Table

from grading.grade.cache import ResultCache
from grading.grade.job import Job
from grading.jobs.pool import LocalWorkers, cores
from grading.notebooks.reading import imports_of
from grading.notebooks.repair import grade_id, has_flag
from grading.sandbox.policy import Sandbox, Settings

# Mutants of one answer, by assignment; fewer where the answers are many.
MOST, MOST_OF = {"numerical_stability": 30, "initialization": 11}, {"plot_sigmoid_gradient": 22}
HERE = Path(__file__).parent
REPORT, VERDICTS = Path("evidence.json"), Path(".cache/evidence")


@dataclass(frozen=True)
class Mutated:
    """A mutant of a right answer, in a notebook that ends with the check of its exercise."""

    answer: str
    mutant: Mutant
    notebook: str
    content: NotebookNode

    @property
    def case(self) -> Case:
        """What the oracle is to judge: the cells of the answer and of those above it."""
        cells = self.content.cells
        return Case(self.mutant.exercise, [cell.source for cell in cells if is_answer(cell)])


@dataclass(frozen=True)
class Finding:
    """What both say of a mutant.

    Attributes:
        failed: the checks that it failed; none of a mutant that got full marks.
    """

    mutated: Mutated
    verdict: Verdict
    failed: list[str]

    @property
    def agree(self) -> bool:
        return self.verdict.is_right == (not self.failed)

    @property
    def kind(self) -> str:
        """`oracle: right` or `oracle: wrong`, of a disagreement."""
        return f"oracle: {'right' if self.verdict.is_right else 'wrong'}"


@dataclass
class Explanation:
    """A kind of disagreement, and why it is no fault of either."""

    exercise: str
    kind: str
    change: str
    because: str
    reason: str
    used: bool = False

    def covers(self, finding: Finding) -> bool:
        """Whether a disagreement is of this kind."""
        said = finding.verdict.reason if self.kind == "oracle: wrong" else " ".join(finding.failed)
        covered = (
            (self.exercise, self.kind) == (finding.mutated.mutant.exercise, finding.kind)
            and re.search(self.change, finding.mutated.mutant.change) is not None
            and re.search(self.because, said) is not None
        )
        self.used |= covered
        return covered


def mutated_answers(verification: Verification, only: str = "") -> Iterator[Mutated]:
    """Some mutants of each right answer, always the same; no two have the same code."""
    seen: set[tuple[str, str]] = set()
    notebooks = {
        grade_id(cell): name
        for name, source in verification.source.items()
        for cell in source.cells
    }
    for path in sorted((verification.root / SUBMISSIONS / "right").glob("*.py")):
        example = read_example(path)
        for exercise in example.cells.keys() & example.scores.keys():
            if not notebooks.keys() & JUDGES.keys() & {exercise} or only not in ("", exercise):
                continue
            fresh = {}
            for mutant in mutants_of_cell(exercise, example.cells[exercise]):
                code = (exercise, _plain(mutant.code))
                if code not in seen:
                    fresh[code] = mutant
            chosen = sorted(fresh)
            random.Random(f"{path.stem} {exercise}").shuffle(chosen)
            del chosen[MOST_OF.get(exercise, MOST[verification.assignment]) :]
            seen |= set(chosen)
            for code in chosen:
                yield _mutated(verification, notebooks[exercise], example, fresh[code])


def _plain(code: str) -> str:
    """The code in one way of writing it; as it is if it is no Python."""
    try:
        return ast.unparse(ast.parse(code))
    except SyntaxError:
        return code


def _mutated(verification: Verification, name: str, example: Example, mutant: Mutant) -> Mutated:
    """The mutant in a notebook with right answers to the exercises above it, and no more.

    Its other cells, most of which draw, are left out for speed.
    """
    source = verification.source[name]
    cells = {**example.cells, mutant.exercise: mutant.code}
    content = overlay(Example(example.name, "", {}, frozenset(), "", cells, example.extra), source)
    content.cells = _up_to(content.cells, mutant.exercise)
    return Mutated(example.name, mutant, name, content)


def _up_to(cells: list[NotebookNode], exercise: str) -> list[NotebookNode]:
    """Setup, answers, and the check of an exercise, without what is below it."""
    kept = []
    for cell in cells:
        if cell.id == "setup" or is_answer(cell):
            kept.append(cell)
        if grade_id(cell) == f"test_{exercise}":
            return [*kept, cell]
    raise ValueError(f"no cell checks {exercise}")


def is_answer(cell: NotebookNode) -> bool:
    """Whether the student wrote it."""
    return has_flag(cell, "solution") or cell.id.startswith("extra-")


def ask_oracle(mutants: list[Mutated], processes: int) -> Iterator[tuple[int, Verdict]]:
    """The number of each mutant, and the verdict on it; what is known is not asked again."""
    paths, unknown = {}, []
    for number, mutated in enumerate(mutants):
        text = json.dumps([version(mutated.mutant.exercise), mutated.case.cells])
        paths[number] = VERDICTS / hashlib.sha256(text.encode()).hexdigest()
        if paths[number].is_file():
            yield number, Verdict(**json.loads(paths[number].read_text()))
        else:
            unknown.append(number)
    VERDICTS.mkdir(parents=True, exist_ok=True)
    cases = [mutants[number].case for number in unknown]
    for index, verdict in judge_all(cases, processes):
        number = unknown[index]
        paths[number].write_text(json.dumps(vars(verdict)))
        yield number, verdict


def ask_checks(
    verification: Verification, mutants: list[Mutated], processes: int
) -> Iterator[tuple[int, list[str]]]:
    """The number of each mutant, and the checks that it failed."""
    imports = imports_of(verification.root / "source" / verification.assignment)
    settings = Settings(sandbox=Sandbox(imports))
    jobs = ((str(n), _job(verification, mutated, settings)) for n, mutated in enumerate(mutants))
    with LocalWorkers(processes, imports, ["scipy.stats"]) as workers:
        for number, result in run_jobs(jobs, ResultCache(RESULTS), workers):
            if isinstance(result, OSError):
                raise result
            (exercise,) = result.exercises
            if exercise.score is None:
                raise RuntimeError(f"{mutants[int(number)].mutant.change}: {exercise.fault}")
            yield int(number), [check.name for check in exercise.checks if not check.passed]


def _job(verification: Verification, mutated: Mutated, settings: Settings) -> Job:
    name = mutated.mutant.name
    exercises = frozenset([mutated.mutant.exercise])
    answer = Answer("mutant", name, mutated.notebook, deepcopy(mutated.content), exercises)
    return verification.job(answer, settings)


def explanations() -> list[Explanation]:
    """What `explained.toml` says."""
    listed = tomllib.loads((HERE / "explained.toml").read_text(encoding="utf-8"))["kind"]
    return [Explanation(**{"change": "", "because": "", **each}) for each in listed]


def find(mutants: list[Mutated], verification: Verification, console: Console) -> list[Finding]:
    """What oracle and checks say of each mutant."""
    total, processes = len(mutants), cores()
    asked = ask_oracle(mutants, processes)
    verdicts = dict(track(asked, "oracle", total=total, console=console))
    asked = ask_checks(verification, mutants, processes)
    failed = dict(track(asked, "hidden checks", total=total, console=console))
    return [Finding(mutated, verdicts[n], failed[n]) for n, mutated in enumerate(mutants)]


def table_of(findings: list[Finding], explained: list[Finding]) -> Table:
    """How often both agree, by exercise."""
    titles = ["both: right", "both: wrong", "oracle: right", "oracle: wrong", "explained"]
    table = Table("exercise", "mutants", *titles)
    counts: dict[str, Counter] = {}
    for finding in findings:
        count = counts.setdefault(finding.mutated.mutant.exercise, Counter())
        count["mutants"] += 1
        agreed = f"both: {'right' if finding.verdict.is_right else 'wrong'}"
        count[agreed if finding.agree else finding.kind] += 1
        count["explained"] += finding in explained
    for name, count in counts.items():
        table.add_row(name, *(str(count[title]) for title in ["mutants", *titles]))
    sums = sum(counts.values(), Counter())
    table.add_row("all", *(str(sums[title]) for title in ["mutants", *titles]))
    return table


def main() -> int:
    """Find, print the table, write the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assignments", nargs="*", default=list(MOST), metavar="ASSIGNMENT")
    parser.add_argument("--sample", type=int, default=1, help="take every N-th mutant only")
    parser.add_argument("--only", default="", help="take mutants of this exercise only")
    args = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 160)
    findings = []
    for assignment in args.assignments:
        verification = Verification(Path.cwd(), assignment)
        mutants = list(mutated_answers(verification, args.only))[:: args.sample]
        findings += find(mutants, verification, console)
        for name in verification.exercises - JUDGES.keys():
            console.print(f"{name} has no judge in tests/evidence/oracle.py, and is left out")
    asked = {finding.mutated.mutant.exercise for finding in findings}
    known = [each for each in explanations() if each.exercise in asked]
    disagreements = [finding for finding in findings if not finding.agree]
    explained = [one for one in disagreements if any(each.covers(one) for each in known)]
    console.print(table_of(findings, explained))
    errors = [
        f"{one.kind}: {one.mutated.answer}, {one.mutated.mutant.change}: "
        f"{one.verdict.reason or ' '.join(one.failed)}"
        for one in disagreements
        if one not in explained
    ]
    if args.sample == 1:
        errors += [f"explains nothing: {each.reason}" for each in known if not each.used]
    for error in errors:
        console.print(error, markup=False, style="red")
    report = [
        [one.mutated.answer, one.mutated.mutant.change, vars(one.verdict), one.failed]
        for one in findings
    ]
    REPORT.write_text(json.dumps({"errors": errors, "mutants": report}, indent=1))
    console.print(f"{len(findings)} mutants, {len(errors)} errors; see {REPORT}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
