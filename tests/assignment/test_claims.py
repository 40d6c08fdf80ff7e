"""The list of claims: what the notebooks' text says, word for word, and the code that shows it.

No number in the text goes without: a test finds those that no claim on the list quotes.
"""

import contextlib
import inspect
import math
import re
from unittest.mock import patch

import nbformat
import pytest
import torch
from claims import functions, initialized, near, unclaimed
from d2l import torch as d2l
from support import notebooks
from torch import nn

NOTEBOOKS = {path.stem: nbformat.read(path, as_version=4).cells for path in notebooks("source")}
CELLS = [cell for cells in NOTEBOOKS.values() for cell in cells]
TEXT = {
    f"{name}/{cell.id}": " ".join(cell.source.split())
    for name, cells in NOTEBOOKS.items()
    for cell in cells
}
# Numbers that claim nothing: of list items, exercises and points, in code, indices and guesses.
NO_CLAIM = re.compile(
    r"^\d\. | \d\. (?=[a-z*A-Z])|\*\*\d points?\*\*|worth 0 points|Exercise \d|`[^`]*`"
    r"|\{\(\w(-1)?\)\}|4×4|1×1|A hint: nan far from 0|What is it at \$x = 8\$\?"
    r"|after 50 layers\? After 10\?"
    r"|about 1, about 100, or"
)


F = functions(CELLS)
X = torch.linspace(-10, 10, 2001, dtype=torch.float64)
S = torch.sigmoid(X)
SLOPE = F["sigmoid_gradient"](X)


def random(*shape: int) -> torch.Tensor:
    """Standard normal numbers, the same ones each time."""
    generator = torch.Generator().manual_seed(1)
    return torch.randn(*shape, dtype=torch.float64, generator=generator)


def log_growth(size: float) -> float:
    """The mean of the logarithm of what a standard normal matrix multiplies a length by."""
    half = torch.tensor(size / 2, dtype=torch.float64)
    return (math.log(2) + torch.digamma(half).item()) / 2


def measured_log_growth(size: int, runs: int = 20_000) -> float:
    """The same, by trying: a vector of any direction does, so take (1, 0, ..., 0)."""
    return random(runs, size).norm(dim=1).log().mean().item()


def network(scale: float = 1.0) -> tuple[torch.Tensor, torch.Tensor]:
    """The weights of the notebook's network, and its batch."""
    torch.manual_seed(0)
    weights = scale * (2 / 64) ** 0.5 * torch.randn(30, 64, 64, dtype=torch.float64)
    return weights, torch.randn(256, 64, dtype=torch.float64)


def jacobian(weights: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """The derivative of a sigmoid network's output with respect to its input."""

    def forwards(h):
        for weight in weights:
            h = torch.sigmoid(h @ weight)
        return h

    return torch.autograd.functional.jacobian(forwards, x)


def activations(function, scale: float = 1.0) -> torch.Tensor:
    """What each unit of the notebook's network gives, layer by layer."""
    weights, h = network(scale)
    layers = []
    for weight in weights:
        h = function(h @ weight)
        layers.append(h)
    return torch.stack(layers)


def norms(function, scale: float = 1.0, seed: int = 0) -> list[float]:
    seed_with = torch.manual_seed
    with patch("torch.manual_seed", lambda _: seed_with(seed)):  # the notebook's own is 0
        return F["gradient_norms"](function, 30, scale)


def fall(scale: float, seed: int = 0) -> float:
    """The gradient at the sigmoid network's first layer, over that at its last."""
    first, *_, last = norms(torch.sigmoid, scale, seed)
    return first / last


def raises(error: type[Exception], function, *args) -> bool:
    with contextlib.suppress(error):
        function(*args)
        return False
    return True


def product_of(factors: int) -> torch.Tensor:
    """The notebook's own product, as it is shown."""
    torch.manual_seed(0)
    return F["exploding_product"](n_factors=factors)[1]


def table_row(start: str) -> list[float]:
    row = re.search(rf"\| {start} \|((?: [\d.]+ \|)+)", TEXT["exploding_gradients/growth-seen"])[1]
    return [float(number) for number in row.strip("| ").split("|")]


def bounded_network() -> float:
    """How much of a gradient gets through 30 layers whose matrices make no vector longer."""
    weights, batch = network()
    weights /= torch.linalg.matrix_norm(weights, 2)[:, None, None]
    return torch.linalg.matrix_norm(jacobian(weights, batch[0]), 2).item()


def passed_through() -> torch.Tensor:
    """The same, for the network as it is and some inputs of its batch."""
    weights, batch = network()
    return torch.stack([torch.linalg.matrix_norm(jacobian(weights, x), 2) for x in batch[:3]])


def chain_rule() -> bool:
    """Whether the derivative through two layers is the product of the layers' own."""
    layer = torch.autograd.functional.jacobian
    a, b, h = random(3, 3), random(4, 4)[:3, :3], random(3)
    first, second = (lambda x: torch.tanh(a @ x)), (lambda x: torch.sigmoid(b @ x))
    whole = layer(lambda x: second(first(x)), h)
    return torch.allclose(whole, layer(second, first(h)) @ layer(first, h))


def one_step_with_nan() -> bool:
    weight = nn.Parameter(torch.ones(3))
    weight.grad = torch.full((3,), math.nan)
    optimizer = torch.optim.SGD([weight], lr=0.1)
    optimizer.step()
    weight.grad = torch.ones(3)
    optimizer.step()
    return bool(weight.isnan().all())


def writes_into_m() -> bool:
    M = torch.ones(2, 2)
    product = M
    product[:] = product @ M
    return not torch.equal(M, torch.ones(2, 2))


def lengths(size: int, c: float) -> list[float]:
    torch.manual_seed(0)
    return F["row_lengths"](c, size)


def spread(size: int) -> float:
    """How much the logarithm of the growth varies from one run to another."""
    return random(20_000, size).norm(dim=1).log().std().item()


def ten_runs() -> torch.Tensor:
    """The logarithms of the lengths that the notebook follows, ten runs of a hundred factors."""
    torch.manual_seed(0)
    return torch.tensor([F["row_lengths"](2.0, 4) for _ in range(10)]).log10()


VANISHING = {
    "squeezes any number into the interval from 0 to 1": lambda: (
        ((S > 0) & (S < 1)).all() and torch.sigmoid(torch.tensor([-1e4, 1e4])).tolist() == [0, 1]
    ),
    r"\sigma(x) = \frac{1}{1 + e^{-x}}": lambda: torch.allclose(S, 1 / (1 + torch.exp(-X))),
    "PyTorch's `backward` starts from a single number": lambda: raises(
        RuntimeError, torch.ones(2, requires_grad=True).sigmoid().backward
    ),
    r"\frac{\partial}{\partial x_i} \sum_j \sigma(x_j) = \sigma'(x_i)": lambda: torch.allclose(
        torch.autograd.functional.jacobian(lambda x: x.sigmoid().sum(), X), SLOPE
    ),
    "each depends on its own element alone": lambda: torch.equal(
        torch.autograd.functional.jacobian(torch.sigmoid, X[:5]) != 0, torch.eye(5).bool()
    ),
    r"at $x = \pm 1000$ the slope is too small for any dtype, so the result is 0": lambda: (
        math.exp(-1000) == 0 == F["sigmoid_gradient"](torch.tensor([1e3, -1e3]).double()).norm()
    ),
    r"six correct digits, for float64 and $|x| \le 10$": lambda: torch.allclose(
        SLOPE, torch.exp(-X) / (1 + torch.exp(-X)) ** 2, rtol=1e-6, atol=0
    ),
    "Each goes 1 to the right, and climbs by about the slope in its middle": lambda: all(
        near(F["sigmoid_gradient"](at), torch.sigmoid(at + 0.5) - torch.sigmoid(at - 0.5), 0.05)
        for at in torch.tensor([-3.0, 0.0, 2.0])
    ),
    "In float32 `exp(1000)` is infinite, and infinity divided by infinity is `nan`": lambda: (
        torch.tensor(1000.0).exp().isinf() and (torch.tensor(1000.0).exp() / math.inf).isnan()
    ),
    r"The slope is largest at 0, and even there it is only $\tfrac14$": lambda: (
        X[SLOPE.argmax()].abs() < 1e-12 and near(SLOPE.max(), 0.25, 1e-12)
    ),
    "At $x = 8$ it is below one thousandth": lambda: SLOPE[X >= 8].max() < 1e-3,
    r"\sigma'(x) = \sigma(x)\,\big(1 - \sigma(x)\big)": lambda: torch.allclose(SLOPE, S * (1 - S)),
    "as soon as one of the two is near 0, so is the product": lambda: (
        torch.minimum(S, 1 - S) >= S * (1 - S)
    ).all(),
    r"add up to 1. It is at most $\tfrac12 \cdot \tfrac12$": lambda: (S * (1 - S)).max() <= 1 / 4,
    "an S that climbs from 0 to 1, and a low bell under its middle": lambda: (
        (S.diff() > 0).all() and (SLOPE < S)[X > -1].all() and SLOPE.max() < 0.26
    ),
    "The figure is 4.5 inches wide and 2.5 high": lambda: (
        "(4.5, 2.5)" in TEXT["vanishing_gradients/visible-checks"]
    ),
    "matplotlib can draw neither": lambda: raises(
        RuntimeError, d2l.plt.plot, torch.ones(2, requires_grad=True)
    ),
    "your two curves run inside of these two bands": lambda: (
        (torch.sigmoid(X + 0.5) - torch.sigmoid(X - 0.5) - SLOPE).abs().max() < 0.04
    ),
    'the other is a bell " "in the middle, a quarter as high': lambda: near(
        (torch.sigmoid(X + 0.5) - torch.sigmoid(X - 0.5)).max(), 0.25, 0.05
    ),
    "Left of about $-5$ and right of about $5$ the S is nearly flat, with a slope below one "
    "hundredth": lambda: SLOPE[X.abs() >= 5].max() < 0.01 < SLOPE[X.abs() <= 4.5].min(),
    r"None of them exceeds $\tfrac14$, so $L$ layers leave at most $4^{-L}$": lambda: all(
        F["chain_gradient"](depth) <= 4.0**-depth for depth in range(1, 60)
    ),
    "After 10 layers less than a millionth is left": lambda: F["chain_gradient"](10) < 1e-6,
    "after 50, not even a billionth of a billionth of a billionth": lambda: (
        F["chain_gradient"](50) < 1e-27
    ),
    "The bound $4^{-L}$ still holds as long as no weight matrix makes any vector longer": lambda: (
        bounded_network() <= 4.0**-30
    ),
    "the network of 64 units a layer that you meet below no weight is larger than 0.88": lambda: (
        0.87 < network()[0].abs().max() < 0.88
    ),
    r"up to $5 \cdot 10^{-15}$ of a gradient gets through its 30 layers": lambda: all(
        near(part, 5e-15, 0.15) for part in passed_through()
    ),
    "some six thousand times as much as $4^{-30}$": lambda: near(5e-15 / 4.0**-30, 6000, 0.1),
    "they also push the sigmoids into their flat parts, where the slope is smaller still": lambda: (
        (h := activations(torch.sigmoid, 4.0)).mul(1 - h).mean()
        < (h := activations(torch.sigmoid)).mul(1 - h).mean()
    ),
    "1 where $x > 0$, and 0 where $x < 0$": lambda: torch.equal(
        torch.autograd.functional.jacobian(lambda x: x.relu().sum(), X[X != 0]),
        (X[X != 0] > 0).double(),
    ),
    "all slopes are exactly 1, so their product is 1, however many layers": lambda: (
        torch.autograd.functional.jacobian(
            lambda x: nn.Sequential(*[nn.ReLU()] * 500)(x), torch.tensor(0.3)
        )
        == 1
    ),
    r"\mathrm{ReLU}(x) = \max(x, 0)": lambda: torch.equal(X.relu(), X.clamp(min=0)),
    "about half of the units are active at any time": lambda: near(
        (activations(torch.relu) > 0).double().mean(), 0.5, 0.01
    ),
    "the leaky ReLU keep a small slope on the left": lambda: (
        0 < -nn.functional.leaky_relu(torch.tensor(-1.0)) < 0.1
    ),
    "Take 30 layers of 64 units": lambda: (
        inspect.signature(F["gradient_norms"]).parameters["width"].default == 64
        and inspect.signature(F["plot_gradient_norms"]).parameters["depth"].default == 30
    ),
    "# A scale of 1 keeps the signal of a ReLU network level.": lambda: near(
        activations(torch.relu).pow(2).sum(2).mean(1)[-1] / 64, 1, 0.9
    ),
    "smaller than at its last by more than fifteen orders of magnitude": lambda: all(
        fall(1.0, seed) < 1e-15 for seed in range(12)
    ),
    "no two layers differ by more than a factor of 20": lambda: all(
        max(norms(torch.relu, 1.0, seed)) < 20 * min(norms(torch.relu, 1.0, seed))
        for seed in range(12)
    ),
    "ReLU's line stays flat at every scale": lambda: all(
        max(norms(torch.relu, scale)) / min(norms(torch.relu, scale)) < 20 for scale in (0.125, 16)
    ),
    r"by a factor of $\text{scale}^{L-1}$": lambda: all(
        near(after / before, 1.5**29, 1e-9)
        for before, after in zip(norms(torch.relu), norms(torch.relu, 1.5), strict=True)
    ),
    "in 30 layers $2^{29}$, half a billion, times as large": lambda: near(2**29, 5e8, 0.1),
    "falls to the left at every ordinary scale.** Smaller weights make it steeper": lambda: (
        fall(0.25) < fall(0.5) < fall(1.0) < fall(2.0) < fall(4.0) < 1e-3
    ),
    "It becomes level at about nine times the weights": lambda: all(
        fall(7.5, seed) < 1 < fall(10.5, seed) for seed in range(12)
    ),
    "about three units out of four are stuck within 0.05 of 0 or 1": lambda: near(
        ((h := activations(torch.sigmoid, 9.2)) * (1 - h) < 0.05 * 0.95).double().mean(), 0.75, 0.03
    ),
    "a little further on the gradient grows towards the first layer": lambda: all(
        fall(13.0, seed) > 10 for seed in range(12)
    ),
    "Factors that stay below some number less than 1 make a product vanish": lambda: (
        0.99**5000 < 1e-20 < 0.5 < math.prod(1 - 1 / n**2 for n in range(2, 5000))
    ),
}

EXPLODING = {
    r"\frac{\partial \mathbf{h}^{(L)}}{\partial \mathbf{h}^{(0)}} =": chain_rule,
    "Matrices do not commute": lambda: (
        not torch.equal(random(2, 2) @ random(3, 3)[:2, :2], random(3, 3)[:2, :2] @ random(2, 2))
    ),
    "`product[:] = …` would write into the one that `product` names, and at first that is `M`": (
        writes_into_m
    ),
    "An entry of a factor is about 0.8 in size on average, and as often negative as positive": (
        lambda: (
            near(random(100_000).abs().mean(), 0.8, 0.01)
            and near((random(100_000) < 0).double().mean(), 0.5, 0.01)
        )
    ),
    "Five ragged lines that fall from about 1 to below 1e-25 within a hundred factors": lambda: (
        [torch.manual_seed(0), torch.randn(5, 101, dtype=torch.float64).prod(1).abs().max()][1]
        < 1e-25
    ),
    r"it is negative: $-0.635$": lambda: (
        near(log_growth(1), -0.635, 1e-3) and near(measured_log_growth(1), -0.635, 0.03)
    ),
    "$e^{-0.635}$, which is 0.53": lambda: round(math.exp(-0.635), 2) == 0.53,
    "The entries have about 25 digits": lambda: all(
        24 <= math.log10(abs(entry)) + 1 <= 26.5 for entry in product_of(100).flatten().tolist()
    ),
    "expected entries near 1e+25": lambda: near(product_of(100).abs().max().log10(), 25, 0.04),
    "each factor stretches some directions and shrinks others": lambda: (
        (lambda s: ((s[:, 0] > 1) & (s[:, -1] < 1)).double().mean())(
            torch.linalg.svdvals(random(5000, 4, 4))
        )
        > 0.95
    ),
    "ten ragged lines that climb at nearly the same slope": lambda: (
        (ends := ten_runs()[:, -1]).std() / ends.mean() < 0.12
    ),
    "Over very many runs that settles near 1.75": lambda: (
        near(math.exp(log_growth(4)), 1.75, 0.003)
        and near(math.exp(measured_log_growth(4)), 1.75, 0.01)
    ),
    "$1.75^{100}$ has 25 digits": lambda: len(str(175**100)) - 200 == 25,
    r"$\sqrt{4} = 2$, because each factor multiplies the *square* of the length by 4": lambda: near(
        random(100_000, 4).square().sum(1).mean(), 4, 0.01
    ),
    "such an average is ruled by rare giants": lambda: (
        (lambda run: (run > run.mean()).double().mean())(
            random(2000, 100, 4).square().sum(2).prod(1)
        )
        < 0.01
    ),
    "adds up to a factor of about 740,000": lambda: near(
        math.exp(100 * (math.log(2) - log_growth(4))), 740_000, 0.01
    ),
    "| size of the matrices | 1 | 2 | 3 | 4 | 8 | 64 | |:--|--:|--:|--:|--:|--:|--:| "
    "| a factor typically multiplies by | 0.53 | 1.06 | 1.44 | 1.75 | 2.65 | 7.94 |": lambda: (
        table_row("a factor typically multiplies by")
        == [round(math.exp(log_growth(n)), 2) for n in table_row("size of the matrices")]
    ),
    "| square root of the size | 1.00 | 1.41 | 1.73 | 2.00 | 2.83 | 8.00 |": lambda: (
        table_row("square root of the size")
        == [round(n**0.5, 2) for n in table_row("size of the matrices")]
    ),
    "it is the size of the matrices that decides between fading and exploding": lambda: (
        log_growth(1) < 0 < log_growth(2) < log_growth(3)
    ),
    r"the logarithm of the length grows by $(\ln 2 + \psi(n/2)) / 2$ a factor": lambda: all(
        abs(measured_log_growth(n) - log_growth(n)) < 0.02 for n in (1, 2, 3, 4, 8, 64)
    ),
    r"float32 ends near $3.4 \cdot 10^{38}$": lambda: near(
        torch.finfo(torch.float32).max, 3.4e38, 0.01
    ),
    "Not a number is left": lambda: product_of(200).isnan().all(),
    "some entries became infinite": lambda: any(
        product_of(factors).isinf().any() for factors in range(140, 200)
    ),
    "subtracted infinity from infinity, which is `nan`": lambda: math.isnan(math.inf - math.inf),
    "every weight it touches is `nan` for good": one_step_with_nan,
    "independent with mean 0 and variance $c^2 / n$ multiplies the square of a length by exactly "
    "$c^2$ on average": lambda: all(
        near((random(50_000, n) * 1.3 / n**0.5).square().sum(1).mean(), 1.3**2, 0.01)
        for n in (1, 4, 9)
    ),
    "With $c = 1$ that average stays as it is": lambda: near(
        (random(50_000, 8) / 8**0.5).square().sum(1).mean(), 1, 0.01
    ),
    "a hundred 64×64 matrices, typically 0.46 is left": lambda: near(
        math.exp(100 * (log_growth(64) - math.log(64) / 2)), 0.46, 0.02
    ),
    "three lines for 64×64 matrices": lambda: (
        inspect.signature(F["row_lengths"]).parameters["size"].default == 64
    ),
    "from about 8: one falls for c = 0.8, one stays level, one climbs for 1.25": lambda: (
        near(lengths(64, 1.0)[0], 8, 0.2)
        and lengths(64, 0.8)[-1] < 1e-6
        and 0.1 < lengths(64, 1.0)[-1] / lengths(64, 1.0)[0] < 2
        and lengths(64, 1.25)[-1] > 1e6
    ),
    "say of size 2? Is it 1 again?": lambda: math.exp(log_growth(2)) / 2**0.5 < 0.8,
    "For large matrices $c = 1$ is right": lambda: near(
        math.exp(log_growth(1024)) / 1024**0.5, 1, 1e-3
    ),
    r"$1.41 / 1.06 \approx 1.33$ for size 2, and nearly 1.9 for size 1": lambda: (
        round(1.41 / 1.06, 2) == 1.33
        and near(2**0.5 / math.exp(log_growth(2)), 1.33, 0.01)
        and near(1 / math.exp(log_growth(1)), 1.9, 0.01)
    ),
    "the smaller the matrices, the more the five runs differ": lambda: (
        spread(1) > spread(2) > spread(4) > spread(16) > spread(64)
    ),
    r"variance $2 / (n_\text{in} + n_\text{out})$": lambda: near(
        initialized(nn.init.xavier_normal_, 300, 500), 2 / 800, 0.03
    ),
    r"*He* initialization takes $2 / n_\text{in}$": lambda: near(
        initialized(nn.init.kaiming_normal_, 300, 500), 2 / 500, 0.03
    ),
    r"Where $n_\text{in} = n_\text{out}$ that is twice Xavier's": lambda: near(
        initialized(nn.init.kaiming_normal_, 400, 400)
        / initialized(nn.init.xavier_normal_, 400, 400),
        2,
        0.05,
    ),
    "a ReLU lets only half of its input through": lambda: near(
        random(100_000).relu().square().mean(), 0.5, 0.02
    ),
    "Activations with a slope of 1": lambda: (
        torch.autograd.functional.jacobian(torch.relu, torch.ones(1)) == 1
    ),
}
CLAIMS = VANISHING | EXPLODING


@pytest.mark.parametrize("quote", CLAIMS)
def test_what_the_notebook_says_is_so(quote):
    with torch.random.fork_rng():
        assert CLAIMS[quote]()


@pytest.mark.parametrize("quote", CLAIMS)
def test_the_notebook_still_says_it(quote):
    notebook = "vanishing_gradients" if quote in VANISHING else "exploding_gradients"
    is_there = any(quote in text for where, text in TEXT.items() if where.startswith(notebook))
    assert is_there, f"{notebook}: quote what it says now, and what shows that it is so"


def test_no_number_goes_without_a_claim():
    hint = "quote each of these in CLAIMS, with what shows it, or have NO_CLAIM match it"
    assert not unclaimed(CELLS, CLAIMS, NO_CLAIM), f"in {__file__}, {hint}"
