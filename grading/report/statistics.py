"""Computes how a class did in each exercise: scores, checks, mistakes and pictures."""

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

DAYS = 14  # shown in the chart of when submissions came in
BINS = 10  # of a histogram of scores, besides the bar of full marks
MOST_PICTURES = 24  # of an exercise
FEWEST = 20  # students who tried a check: with fewer, discrimination means nothing

Bars = list[tuple[str, int]]


@dataclass(frozen=True)
class Rate:
    """How many students have passed a check, of those who tried its exercise.

    Attributes:
        discrimination: how well the check tells strong students from weak ones, from -1 to 1; None
            where too few tried the check, or all students did the same.
    """

    text: str
    passed: int
    tried: int
    discrimination: float | None

    @property
    def percent(self) -> int:
        """The percentage of students who passed, rounded down, so that 100 means all."""
        return 100 * self.passed // self.tried


@dataclass(frozen=True)
class Summary:
    """How a class did in an exercise.

    Attributes:
        bars: the distribution of the scores.
        scores: of the students who have written something.
        unwritten: the submissions in which the exercise was left as released.
    """

    name: str
    rates: list[Rate]
    scores: list[float]
    bars: Bars
    unwritten: list[Entry]


@dataclass(frozen=True)
class Mistake:
    """A hint, or the text of a failed check without one, and the submissions that got the text."""

    exercise: str
    text: str
    tried: int
    entries: list[Entry]


@dataclass(frozen=True)
class Picture:
    """A picture with its score and first hint, and the submissions that share all three."""

    chart: Chart
    score: float | None
    hint: str
    entries: list[Entry]

    @property
    def is_right(self) -> bool:
        """Whether every check passed."""
        return not self.hint


@dataclass(frozen=True)
class Gallery:
    """The pictures of an exercise; `left_out` counts submissions whose picture is not shown."""

    exercise: str
    pictures: list[Picture]
    left_out: int


def distribution(scores: list[float], points: float) -> Bars:
    """Return how many scores lie in each tenth of the points, and how many are full marks.

    Returns:
        Pairs of label and count; the label is the lower end of the tenth.
    """
    shares = [min(score / points, 1.0) if points else 1.0 for score in scores]
    counts = Counter(int(BINS * share + 1e-9) for share in shares)
    return [(f"{points * number / BINS:g}", counts[number]) for number in range(BINS + 1)]


@dataclass(frozen=True)
class Arrivals:
    """When the submissions came in, in local time.

    Attributes:
        bars: how many submissions came in on each of the last `DAYS` days, and before.
        due: None if no date is known.
        last_day: how many submissions came in within a day before they were due.
    """

    bars: Bars
    first: datetime
    last: datetime
    due: datetime | None
    last_day: int


def arrivals(overview: Overview) -> Arrivals | None:
    """Return when the submissions came in; None if no time of any submission is known."""
    times = sorted(_utc_to_local(entry.handed_in) for entry in overview.entries if entry.handed_in)
    if not times:
        return None
    begin = max(times[0].date(), times[-1].date() - timedelta(DAYS - 1))
    counts = Counter(time.date() for time in times)
    days = [begin + timedelta(number) for number in range((times[-1].date() - begin).days + 1)]
    bars = [(f"{day.day} {day:%b}", counts[day]) for day in days]
    if earlier := sum(number for day, number in counts.items() if day < begin):
        bars = [("before", earlier), *bars]
    due = _utc_to_local(overview.due) if overview.due else None
    in_time = [time for time in times if due and due - timedelta(1) <= time <= due]
    return Arrivals(bars, times[0], times[-1], due, len(in_time))


def _utc_to_local(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC).astimezone()


def summary(overview: Overview, name: str) -> Summary:
    """Return how an exercise went; scores and checks leave out students who wrote nothing."""
    tried = list(_tried(overview, name))
    checks = {check.name: check for _, exercise in tried for check in exercise.checks}
    outcomes = [(entry, entry.outcomes[name]) for entry in overview.entries]
    scores = [
        outcome.score
        for _, outcome in outcomes
        if outcome.score is not None and not outcome.is_left
    ]
    unwritten = [entry for entry, outcome in outcomes if outcome.is_left]
    rates = [_rate(check, tried) for check in checks.values()]
    return Summary(
        name, rates, scores, distribution(scores, overview.tasks[name].points), unwritten
    )


def _rate(check: Check, tried: list[tuple[Entry, Exercise]]) -> Rate:
    """Return how many students passed a check, with the check's discrimination.

    Discrimination is the correlation of passing the check with the score of all other checks: the
    corrected point-biserial coefficient of classical test theory, as Moodle's quiz statistics
    use it (https://docs.moodle.org/dev/Quiz_statistics_calculations, "Discrimination index").
    """
    passed, rest = [], []
    for entry, exercise in tried:
        for same in (same for same in exercise.checks if same.name == check.name):
            worth = exercise.points * same.points / sum(each.points for each in exercise.checks)
            exercises = (outcome.exercise for outcome in entry.outcomes.values())
            earned = sum(each.score or 0 for each in exercises if each)
            passed.append(same.passed)
            rest.append(earned - worth * same.passed)
    try:
        discrimination = correlation(passed, rest) if len(passed) >= FEWEST else None
    except StatisticsError:  # such as where all have passed
        discrimination = None
    return Rate(check.text, sum(passed), len(passed), discrimination)


def mistakes(overview: Overview) -> list[Mistake]:
    """Return the mistakes, commonest first; a hint by several checks counts once a submission."""
    all_mistakes = []
    for name in overview.tasks:
        entries_by_hint: defaultdict[str, list[Entry]] = defaultdict(list)
        tried = list(_tried(overview, name))
        for entry, exercise in tried:
            for hint in dict.fromkeys(_hints(exercise)):
                entries_by_hint[hint].append(entry)
        all_mistakes += [
            Mistake(name, hint, len(tried), entries) for hint, entries in entries_by_hint.items()
        ]
    return sorted(all_mistakes, key=lambda mistake: -len(mistake.entries))


def gallery(overview: Overview, name: str) -> Gallery:
    """Return the pictures that students' code draws, equal ones once, wrong ones first."""
    pictures: dict[tuple[object, ...], Picture] = {}
    images: dict[tuple[int, ...], str] = {}  # by the ids of series: `collect` shares equal ones
    for entry, exercise in _judged(overview, name):
        if (chart := exercise.chart) and not chart.fault:
            labels = tuple(series.label for series in chart.student_series)
            hint, score = next(iter(_hints(exercise)), ""), entry.outcomes[name].score
            series_ids = tuple(map(id, chart.series))
            if series_ids not in images:
                images[series_ids] = draw(chart, "", small=True)
            key = (score, hint, labels, images[series_ids])
            pictures.setdefault(key, Picture(chart, score, hint, [])).entries.append(entry)
    ordered = sorted(
        pictures.values(), key=lambda picture: (picture.is_right, -len(picture.entries))
    )
    left_out = sum(len(picture.entries) for picture in ordered[MOST_PICTURES:])
    return Gallery(name, ordered[:MOST_PICTURES], left_out)


def chart_faults(overview: Overview) -> Iterator[str]:
    """Yield, for each picture that could not be drawn, the reason."""
    for name in overview.tasks:
        for _, exercise in _judged(overview, name):
            if exercise.chart and exercise.chart.fault:
                yield exercise.chart.fault


def _hints(exercise: Exercise) -> list[str]:
    return [check.hint or check.text for check in exercise.checks if not check.passed]


def _tried(overview: Overview, name: str) -> Iterator[tuple[Entry, Exercise]]:
    return (pair for pair in _judged(overview, name) if pair[0].outcomes[name].is_written)


def _judged(overview: Overview, name: str) -> Iterator[tuple[Entry, Exercise]]:
    """Yield the submissions whose exercise the checks could judge, each with the exercise."""
    for entry in overview.entries:
        exercise = entry.outcomes[name].exercise
        if exercise and exercise.checks:
            yield entry, exercise
