"""distinct_units(weight, tol) counts different rows; break_symmetry(weight, scale, generator) adds
noise to them.

Rows that count as equal lie within tol of each other here, and others are hundreds of tol apart in
some entry. The noise is judged by its law (`grading.checks.laws`): there are some forty statistics
for a submission and device, each refused at odds of 1e-9.
"""

import pytest
import torch

from grading.checks import laws
from grading.checks.expect import CheckFailed, expect, expect_tensor, situation
from grading.checks.submission import with_modes

# Shapes of one entry, one unit and one input, square ones, and the notebook's first layer.
SMALL = [(1, 7), (6, 1), (5, 5), (6, 4), (64, 2), (1, 1)]
DRAWS = 10  # of each


def count(submission, weight: torch.Tensor, situated: str, **kwargs) -> int:
    """The number of different units, once it is known to be an int."""
    with situation(situated):
        number = submission.distinct_units(weight.clone(), **kwargs)
    expect(number is not None, "The number is None: is there a `return`?")
    expect(type(number) is int, "The number of units must be an int.")
    return number


def choose(rng: torch.Generator, rows: torch.Tensor, number: int) -> torch.Tensor:
    """So many rows in any order: each of the given ones at least once."""
    more = torch.randint(len(rows), (number - len(rows),), generator=rng)
    order = torch.randperm(number, generator=rng)
    return rows[torch.cat([torch.arange(len(rows)), more])[order]]


@pytest.mark.points(0.75)
def test_count(submission, device, rng):
    """It counts the rows that are different, wherever the equal ones stand."""
    for groups, units, inputs, name in [
        (1, 64, 2, "With equal rows only"),
        (4, 11, 5, "With several rows"),
        (64, 64, 64, "With as many inputs as units"),
        (3, 9, 1, "With one input"),
        (1, 1, 4, "With one unit"),
        (1, 1, 1, "With one unit and one input"),
        (12, 40, 300, "With hundreds of inputs"),
    ]:
        rows = 0.3 * torch.randn(groups, inputs, generator=rng).clamp(-1, 1)
        rows += torch.arange(groups)[torch.randperm(groups, generator=rng)][:, None]
        number = count(submission, choose(rng, rows, units).to(device), name)
        expect(number == 1 or units > 1, "One row is one unit, whatever is in it.")
        expect(number != units or groups == units, "Equal rows are one unit: count each once.")
        expect(number == groups, "The number is wrong where rows are repeated: try rows a, b, a.")
    # Rows may share entries, their sum, or their order up to renumbering the inputs. Five of them
    # share all but two entries, and come so often that to sort by one entry parts none.
    row = torch.randn(5, generator=rng)
    rows = torch.stack([row, row.roll(1), -row, *(row + torch.eye(5))])
    number = count(submission, choose(rng, rows, 60).to(device), "With several rows")
    expect(number == 8, "Rows are equal only if all of their entries are: compare them one by one.")


@pytest.mark.points(0.5)
def test_rounding(submission, device, rng):
    """Rows count as equal if no entry of them is more than `tol` apart, and only then."""

    def groups(tol: float, inputs: int, apart: float, offsets: list[float]) -> torch.Tensor:
        """Rows in as many groups as offsets, given in tol, with entries this many tol apart."""
        rows = torch.tensor([5000 * k + offset for k, offset in enumerate(offsets)])
        rows = choose(rng, rows.double()[:, None].repeat(1, inputs), 30)
        noise = torch.rand(30, inputs, generator=rng, dtype=torch.float64) - 0.5
        return (tol * (rows + apart * noise)).to(device)

    for tol, kwargs in [(1e-6, {}), (1e-3, {"tol": 1e-3}), (0.5, {"tol": 0.5})]:
        number = count(submission, groups(tol, 2, 0.2, [0.25] * 5), "With a `tol`", **kwargs)
        hint = "Rows that are within `tol` of each other count as one: compare differences with it."
        expect(number <= 5, hint)
        hint = "Rows that are much farther than `tol` apart are different, however large they are."
        expect(number == 5, hint)
        number = count(submission, groups(tol, 400, 0.4, [0.25] * 4), "With a `tol`", **kwargs)
        hint = "No entry is more than `tol` away, though their sum or norm is: look at the largest."
        expect(number <= 4, hint)
        # At these edges numbers would be parted by rounding them to 1, 2, 10, ... times tol.
        edges = [0.0, 0.5, 1.0, 5.0, 50.0, 500.0]
        number = count(submission, groups(tol, 4, 0.8, edges), "With a `tol`", **kwargs)
        hint = "Rounding parts rows that are within `tol` of each other: compare their differences."
        expect(number <= 6, hint)
        rows = 5000 * tol * torch.arange(4, dtype=torch.float64)[:, None].repeat(1, 400)
        rows[1::2, 1:] = rows[::2, 1:]  # two pairs that differ in the first entry only
        rows[1::2, 0] = rows[::2, 0] + 10 * tol
        number = count(submission, choose(rng, rows, 9).to(device), "With a `tol`", **kwargs)
        hint = "Rows 10 `tol` apart in one entry are different: look at the largest difference."
        expect(number == 4, hint)
    large = 1e6 + torch.tensor([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]], dtype=torch.float64)
    number = count(submission, choose(rng, large, 9).to(device), "With large entries")
    hint = "`tol` is a difference, whatever the entries are: torch.allclose also has an rtol."
    expect(number == 3, hint)
    weight = torch.randn(3, 3, generator=rng, dtype=torch.float64).to(device)
    number = count(submission, torch.cat([weight, -weight]), "With rows and their opposites")
    expect(number == 6, "A row and its opposite are different: mind the sign of a difference.")
    hint = "Entries that are exactly `tol` apart, or equal where `tol` is 0, are not more: use <=."
    number = count(submission, weight[[0, 1, 0, 2, 1]], "With tol=0", tol=0.0)
    expect(number == 3, hint)
    rows = torch.tensor([[0.0, 1.0], [0.5, 1.0], [8.0, 1.0], [8.0, 0.5]], device=device)
    expect(count(submission, rows, "With tol=0.5", tol=0.5) == 2, hint)


def noise(submission, weight: torch.Tensor, scale: float, *args) -> torch.Tensor:
    """What was added to a weight, over the scale."""
    name = "With one entry" if weight.numel() == 1 else "With a matrix"
    with situation(name):
        result = submission.break_symmetry(weight.clone(), scale, *args)
    result = expect_tensor(result).detach()
    expect(result.shape == weight.shape, "The result of break_symmetry has another shape.")
    hint = "The result of break_symmetry holds infinite or nan entries."
    expect(torch.isfinite(result).all(), hint)
    return (result.cpu().double() - weight.cpu().double()) / scale


def judge(z: torch.Tensor) -> None:
    """Raise a CheckFailed if numbers are not independent and standard normal."""
    expect(z.any(), "break_symmetry adds nothing to weight.")
    apart = (z - z.mean()) / z.std()
    hint = "The added numbers are not independent: each entry needs one of its own."
    expect(not laws.has_repeats(z) and laws.pair_odds(apart) > laws.ODDS, hint)
    expect(laws.mean_odds(z / z.std()) > laws.ODDS, "The added numbers do not have mean 0.")
    hint = "The added numbers have another standard deviation than `scale`."
    expect(laws.size_odds(z) > laws.ODDS, hint)
    hint = "The added numbers are not normal: use torch.randn."
    expect(laws.shape_odds(apart) > laws.ODDS, hint)
    hint = "Some rows or columns get larger numbers than others."
    expect(laws.part_odds(z) > laws.ODDS, hint)


@pytest.mark.points(0.5)
def test_noise(submission, device, rng):
    """break_symmetry adds an independent normal number of the asked standard deviation to each."""
    weight = torch.randn(400, 600, generator=rng, dtype=torch.float64).to(device)
    for least in [0.1, 2, 100]:  # where neither square nor root of a scale is the scale
        scale = least * (1 + float(torch.rand(1, generator=rng)))
        judge(noise(submission, weight, scale))
    for shape in SMALL:
        weight = torch.randn(shape, generator=rng, dtype=torch.float64).to(device)
        draws = torch.stack([noise(submission, weight, 1.0) for _ in range(DRAWS)])
        if torch.equal(draws[0], draws[1]) and draws[0].any():
            continue  # `test_form` says so
        found = laws.relation(draws)
        for equation, hint in [
            ("constant", "An entry gets the same number in each call: all must be random."),
            ("alike", "The added numbers are not independent: each entry needs one of its own."),
            (
                "centred",
                "Some of the added numbers always have one sum: do not take off their mean.",
            ),
            ("orthogonal", "The added rows or columns are orthogonal: independent ones are not."),
            ("standardised", "The added numbers always have one mean square: do not divide by it."),
        ]:
            expect(found != equation, hint)


@pytest.fixture
def something(submission, device) -> None:
    """What break_symmetry adds grows with the scale, and is not the same for all entries."""
    weight = torch.zeros(20, 20, dtype=torch.float64, device=device)
    some, others = noise(submission, weight, 1.0), noise(submission, weight, 100.0)
    hint = "This counts only for a break_symmetry that adds noise which grows with the scale."
    expect(0 < 3 * some.std() < 100 * others.std(), hint)


@pytest.mark.points(0.25)
@pytest.mark.usefixtures("something")
def test_form(submission, device, rng):
    """break_symmetry leaves `weight` as it is, and its result is like it; the generator decides."""
    for shape, dtype in [
        ((3, 5), torch.float32),
        ((4, 1), torch.float64),
        ((2, 3, 4), torch.float16),
        ((6,), torch.float32),
    ]:
        name = {1: "With a vector", 2: "With a matrix", 3: "With three axes"}
        weight = torch.randn(shape, generator=rng, dtype=dtype).to(device)
        before = weight.clone()
        with situation(name[len(shape)]):
            result = expect_tensor(submission.break_symmetry(weight, 0.5))
        expect(torch.equal(weight, before), "`weight` has changed: add to a copy.")
        expect(result.shape == weight.shape, "The result must have the shape of weight.")
        expect(result.dtype == dtype, "The result must keep the dtype of weight.")
        expect(result.device == weight.device, "The result must stay on the device of weight.")
        with situation("With scale 0"):
            result = expect_tensor(submission.break_symmetry(weight, 0.0))
        same = torch.equal(result.cpu(), before.cpu())
        expect(same, "With scale 0 the result must equal weight.")
        hint = "The result shares memory with `weight`: make a new tensor, also with scale 0."
        expect(not submission.shares_memory, hint)
    with with_modes(submission, dtype="float64"):
        weight = torch.zeros(3, 2, device=device)
        result = expect_tensor(submission.break_symmetry(weight, 0.5))
    expect(result.dtype == torch.float32, "The result must keep the dtype of weight.")
    weight = torch.zeros(5, 4, device=device)
    seed = int(torch.randint(2**31, (1,), generator=rng))
    generator = torch.Generator(device).manual_seed(seed)
    first = noise(submission, weight, 1.0, generator)
    second = noise(submission, weight, 1.0, generator)
    again = noise(submission, weight, 1.0, torch.Generator(device).manual_seed(seed))
    hint = "The generator is not used: pass it on to torch.randn."
    expect(torch.equal(first, again), hint)
    if torch.equal(first, second):
        raise CheckFailed("Two calls with one generator add the same: do not set a seed inside.")
    fresh = torch.stack([noise(submission, weight, 1.0) for _ in range(20)])
    hint = "Two calls without a generator add the same numbers."
    expect(len(fresh.unique(dim=0)) == len(fresh), hint)  # also if there are a few dozen seeds
    expect("default seed" not in submission.changed_modes, "torch's own seed has changed.")
    seeded = []
    for _ in range(2):
        with with_modes(submission, seed=seed):
            seeded.append(noise(submission, weight.cpu(), 1.0))
    hint = "Without a generator, torch.manual_seed must decide: None is torch's own generator."
    expect(torch.equal(*seeded), hint)
