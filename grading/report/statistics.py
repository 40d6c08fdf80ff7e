"""How a class did in each exercise: scores, checks, mistakes and pictures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import StatisticsError, correlation

from grading.checks.chart import Chart
from grading.checks.outcome import Check, Exercise
from grading.feedback.svg import draw
from grading.report.overview import Entry, Overview

DAYS = 14  # of which it is shown how many submissions came in
BINS = 10  # of the distribution, besides the one of full marks
MOST_PICTURES = 24  # of an exercise
FEWEST = 20  # who have tried a check: fewer say nothing of how it tells students apart

Bars = list[tuple[str, int]]


@dataclass(frozen=True)
class Rate:
    """How many of those who tried an exercise have passed one of its checks.

    Attributes:
        discrimination: how well it tells who is strong from who is weak, from -1 to 1; None where
            that cannot be said.
    """

    text: str
    passed: int
    tried: int
    discrimination: float | None

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return 100 * self.passed // self.tried


@dataclass(frozen=True)
class Summary:
    """How an exercise went.

    Attributes:
        scores: of those who have written something.
        unwritten: those who have left it as it was.
    """

    name: str
    rates: list[Rate]
    scores: list[float]
    bars: Bars
    unwritten: list[Entry]


@dataclass(frozen=True)
class Mistake:
    """A hint, or the text of a check that failed without one, and who got it."""

    exercise: str
    text: str
    tried: int
    entries: list[Entry]


@dataclass(frozen=True)
class Picture:
    """A picture, the score and the first hint that came with it, and who drew it just so."""

    chart: Chart
    score: float | None
    hint: str
    entries: list[Entry]

    @property
    def is_right(self) -> bool:
        """Whether every check has passed."""
        return not self.hint


@dataclass(frozen=True)
class Gallery:
    """The pictures of an exercise; `left_out` counts the submissions whose are not shown."""

    exercise: str
    pictures: list[Picture]
    left_out: int


def distribution(scores: list[float], points: float) -> Bars:
    """How many scores lie in each tenth of the points, from its lower end on, and on all of them.

    Returns:
        Labels and counts.
    """
    share = [min(score / points, 1.0) if points else 1.0 for score in scores]
    counts = Counter(int(BINS * one + 1e-9) for one in share)
    return [(f"{points * number / BINS:g}", counts[number]) for number in range(BINS + 1)]


@dataclass(frozen=True)
class Arrivals:
    """When the submissions came in, in local time.

    Attributes:
        bars: how many came in on each day of the last two weeks of it, and before.
        due: None where no date is known.
        last_day: how many came in within a day before that.
    """

    bars: Bars
    first: datetime
    last: datetime
    due: datetime | None
    last_day: int


def arrivals(overview: Overview) -> Arrivals | None:
    """When the submissions came in; None where that is not known of any."""
    times = sorted(_local(entry.handed_in) for entry in overview.entries if entry.handed_in)
    if not times:
        return None
    begin = max(times[0].date(), times[-1].date() - timedelta(DAYS - 1))
    counts = Counter(time.date() for time in times)
    days = [begin + timedelta(number) for number in range((times[-1].date() - begin).days + 1)]
    bars = [(f"{day.day} {day:%b}", counts[day]) for day in days]
    if earlier := sum(number for day, number in counts.items() if day < begin):
        bars = [("before", earlier), *bars]
    due = _local(overview.due) if overview.due else None
    in_time = [time for time in times if due and due - timedelta(1) <= time <= due]
    return Arrivals(bars, times[0], times[-1], due, len(in_time))


def _local(time: datetime) -> datetime:
    """Return a time of nbgrader's, which are in UTC and do not say so."""
    return time.replace(tzinfo=UTC).astimezone()


def summary(overview: Overview, name: str) -> Summary:
    """How an exercise went; who wrote nothing counts neither in its scores nor in its checks."""
    tried = list(_tried(overview, name))
    checks = {check.name: check for _, exercise in tried for check in exercise.checks}
    outcomes = [(entry, entry.outcomes[name]) for entry in overview.entries]
    scores = [one.score for _, one in outcomes if one.score is not None and not one.is_left]
    unwritten = [entry for entry, outcome in outcomes if outcome.is_left]
    rates = [_rate(check, tried) for check in checks.values()]
    return Summary(
        name, rates, scores, distribution(scores, overview.tasks[name].points), unwritten
    )


def _rate(check: Check, tried: list[tuple[Entry, Exercise]]) -> Rate:
    """Return a check's rate, and its discrimination.

    That is the correlation of passing it with the score of all the other checks of the assignment:
    the corrected point-biserial coefficient of classical test theory, as Moodle's quiz statistics
    use it (https://docs.moodle.org/dev/Quiz_statistics_calculations, "Discrimination index").
    """
    passed, rest = [], []
    for entry, exercise in tried:
        for one in (one for one in exercise.checks if one.name == check.name):
            worth = exercise.points * one.points / sum(each.points for each in exercise.checks)
            found = (outcome.found for outcome in entry.outcomes.values())
            earned = sum(each.score or 0 for each in found if each)
            passed.append(one.passed)
            rest.append(earned - worth * one.passed)
    try:
        index = correlation(passed, rest) if len(passed) >= FEWEST else None
    except StatisticsError:  # all have passed, say
        index = None
    return Rate(check.text, sum(passed), len(passed), index)


def mistakes(overview: Overview) -> list[Mistake]:
    """Return what went wrong, the commonest first; one that fails several checks counts once."""
    every = []
    for name in overview.tasks:
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        tried = list(_tried(overview, name))
        for entry, exercise in tried:
            for hint in dict.fromkeys(_hints(exercise)):
                found[hint].append(entry)
        every += [Mistake(name, hint, len(tried), entries) for hint, entries in found.items()]
    return sorted(every, key=lambda mistake: -len(mistake.entries))


def gallery(overview: Overview, name: str) -> Gallery:
    """Return what students' code draws, each look once; wrong ones first."""
    found: dict[tuple[object, ...], Picture] = {}
    drawn: dict[tuple[int, ...], str] = {}  # by series, of which equal ones are one object
    for entry, exercise in _judged(overview, name):
        if (chart := exercise.chart) and not chart.fault:
            labels = tuple(series.label for series in chart.theirs)
            hint, score = next(iter(_hints(exercise)), ""), entry.outcomes[name].score
            same = tuple(map(id, chart.series))
            if same not in drawn:
                drawn[same] = draw(chart, "", small=True)
            look = (score, hint, labels, drawn[same])
            found.setdefault(look, Picture(chart, score, hint, [])).entries.append(entry)
    every = sorted(found.values(), key=lambda one: (one.is_right, -len(one.entries)))
    left_out = sum(len(picture.entries) for picture in every[MOST_PICTURES:])
    return Gallery(name, every[:MOST_PICTURES], left_out)


def chart_faults(overview: Overview) -> Iterator[str]:
    """Why pictures could not be drawn, once for each."""
    for name in overview.tasks:
        for _, exercise in _judged(overview, name):
            if exercise.chart and exercise.chart.fault:
                yield exercise.chart.fault


def _hints(exercise: Exercise) -> list[str]:
    return [check.hint or check.text for check in exercise.checks if not check.passed]


def _tried(overview: Overview, name: str) -> Iterator[tuple[Entry, Exercise]]:
    return (one for one in _judged(overview, name) if one[0].outcomes[name].is_written)


def _judged(overview: Overview, name: str) -> Iterator[tuple[Entry, Exercise]]:
    """Yield the submissions whose exercise the checks could judge, and what they found."""
    for entry in overview.entries:
        exercise = entry.outcomes[name].found
        if exercise and exercise.checks:
            yield entry, exercise
