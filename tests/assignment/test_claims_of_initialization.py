"""What the text of `initialization` says, word for word, and the code that shows it.

No number in the text goes without: a test finds those that no claim on the list quotes.
"""

import math
import re
from functools import cache
from itertools import pairwise

import nbformat
import pytest
import torch
from claims import functions, initialized, near, unclaimed
from support import ROOT
from torch import nn

CELLS = nbformat.read(ROOT / "source/initialization/initialization.ipynb", as_version=4).cells
TEXT = [" ".join(cell.source.split()) for cell in CELLS]
# Numbers that claim nothing: of list items, exercises and points, in code, indices and guesses.
NO_CLAIM = re.compile(
    r"^\d\. | \d\. (?=[a-z*A-Z.$])|\*\*\d points\*\*|Exercise \d|`[^`]*`|\{\(?\w-1\)?\}|h_\w|x_\d"
    r"|numbers of mean 0 that know|over the layers \$0, 1, \\dots, L\$|\(https:[^)]*\)"
    r"|variance \$1 / n_\\text\{in\}\$ by a gain|biases begin at 0|only factors of 1|z_j > 0"
    r"|biases may stay 0"
)


F = functions(CELLS)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@cache
def losses(start: str, seed: int) -> list[float]:
    """The losses of a run of the notebook's table."""
    return F["train"](F["draw_start"](start, generator(seed)))[2]


@cache
def alike() -> dict:
    """By start of the first table: units of layer 1 and of layer 5 after training, and losses."""
    found = {}
    for name, weights in F["alike_starts"]().items():
        trained, _, losses = F["train"](weights)
        units = [F["distinct_units"](weight) for weight in trained]
        found[name] = (units[0], units[4], losses, trained)
    return found


@cache
def gained(gain: float, depth: int = 10, seed: int = 0) -> list[float]:
    """The losses of the sliders' run, which has the seed 0."""
    source = generator(seed)
    sizes = [2] + [64] * depth + [1]
    weights = [
        gain / n_in**0.5 * torch.randn(n_out, n_in, generator=source)
        for n_in, n_out in pairwise(sizes)
    ]
    return F["train"](weights)[2]


@cache
def helped(what: str) -> list[float]:
    draws = {name: F["draw_start"](name, generator()) for name in F["STARTS"]}
    small, large, he = draws["normal 0.01"], draws["normal 1"], draws["he"]
    inside = [he[0], *small[1:-1], he[-1]]
    weights, settings = {
        "normalised": (large, {"scores": F["normalised_scores"]}),
        "residual": (inside, {"scores": F["residual_scores"]}),
        "clipped": (large, {"clip": 1.0}),
    }[what]
    return F["train"](weights, **settings)[2]


@cache
def squares(n_in: int = 64, n_out: int = 256, v: float = 1 / 64, draws: int = 2000):
    """The mean squares of h, z, ReLU(z), g, g behind the ReLU, and g at the inputs."""
    h = torch.rand(n_in, dtype=torch.float64, generator=generator(1))
    weight = v**0.5 * torch.randn(draws, n_out, n_in, dtype=torch.float64, generator=generator(2))
    z = weight @ h
    g = torch.randn(draws, n_out, dtype=torch.float64, generator=generator(3))
    passed = g * (z > 0)
    back = (weight.mT @ passed[:, :, None]).squeeze(2)
    return [float(t.square().mean()) for t in (h, z, z.relu(), g, passed, back)]


@cache
def sizes_by_layer(start: str, depth: int = 10) -> tuple[list[float], list[float]]:
    """The root mean squares of signal and gradient, for layers of 64 units."""
    weights = F["draw_start"](start, generator(), [64] * (depth + 1))
    x, gradient = (torch.randn(256, 64, generator=generator(n)) for n in (4, 5))
    return F["signal_and_gradient"](weights, x, gradient)


def signals(start: str) -> list[float]:
    return sizes_by_layer(start)[0]


def gradients(start: str, depth: int = 10) -> list[float]:
    return sizes_by_layer(start, depth)[1]


@cache
def back_through(*sizes: int) -> list[float]:
    """The root mean square of the gradient by layer, from He's weights, on average."""
    found = []
    for seed in range(20):
        weights = F["draw_start"]("he", generator(seed), list(sizes))
        x = torch.randn(256, sizes[0], generator=generator(100 + seed))
        gradient = torch.randn(256, sizes[-1], generator=generator(200 + seed))
        found.append(F["signal_and_gradient"](weights, x, gradient)[1])
    return torch.tensor(found).mean(0).tolist()


def outputs_apart(layer: int) -> float:
    """How far apart the outputs of a layer's units are, over their size: level rows with noise."""
    h = F["two_spirals"]()[0]
    for weight in F["alike_starts"]()["1 / inputs + noise"][:layer]:
        h = torch.relu(h @ weight.T)
    return float((h.std(dim=1) / h.mean(dim=1)).nanmedian())


def first_gradient(start: str) -> float:
    """The norm of the gradient of the first layer's weights, before any step."""
    weights = [w.requires_grad_() for w in F["draw_start"](start, generator())]
    x, arm = F["two_spirals"]()
    said = F["scores"](weights, [torch.zeros(len(w)) for w in weights], x)
    nn.functional.binary_cross_entropy_with_logits(said, arm).backward()
    return float(weights[0].grad.norm())


@cache
def stretches() -> dict[str, torch.Tensor]:
    torch.manual_seed(0)
    found = {}
    for name in ("normal", "orthogonal"):
        product = torch.eye(64, dtype=torch.float64)
        for _ in range(10):
            weight = torch.randn(64, 64, dtype=torch.float64) / 8
            product = (torch.linalg.qr(weight)[0] if name == "orthogonal" else weight) @ product
        found[name] = torch.linalg.svdvals(product)
    return found


HALF = torch.randn(100_000, generator=generator(6))
Z = torch.cat([HALF, -HALF])  # as often positive as negative, with the same sizes
WEIGHT = torch.tensor([[3.0, -4.0], [2.0, 5.0]])


def backwards(function, x: torch.Tensor, gradient: torch.Tensor) -> torch.Tensor:
    """The gradient with respect to x, if this one arrives at the function's result."""
    x = x.clone().requires_grad_()
    function(x).backward(gradient)
    return x.grad


CLAIMS = {
    "ten hidden layers of 64 units": lambda: F["SIZES"] == [2] + [64] * 10 + [1],
    "1.25 turns each": lambda: near(
        (F["two_spirals"]()[0][:200].norm(dim=1)[[0, -1]].diff()).abs(), 1.25, 1e-5
    ),
    "each layer has 64 units. How many *different* ones does it have after 300 steps": lambda: (
        len(losses("he", 0)) == 301
    ),
    "A loss of 0.6931, which is $\\ln 2$": lambda: near(math.log(2), 0.6931, 1e-4),
    "each of the ten layers ends as a **single** unit, 64 times over": lambda: all(
        all(F["distinct_units"](weight) == 1 for weight in alike()[name][3][:-1])
        for name in ("zeros", "1 / inputs")
    ),
    "From the third start the units part, though their rows are equal": lambda: (
        min(alike()["one row for all"][:2]) > 32
        and all(
            F["distinct_units"](weight) == 1 for weight in F["alike_starts"]()["one row for all"]
        )
    ),
    "A tie takes equal weights on *both* sides of a unit": lambda: all(
        (F["distinct_units"](weight.T) == 1) == (name == "1 / inputs")
        for name in ("1 / inputs", "one row for all")
        for weight in F["alike_starts"]()[name][1:]
    ),
    "the entries within a row may well part, as those for $x_1$ and $x_2$ do": lambda: (
        (alike()["1 / inputs"][3][0][0].diff()).abs() > 0.01
    ),
    "there not even a gradient comes through": lambda: (
        [float(w.abs().max()) for w in alike()["zeros"][3]] == [0.0] * 11
    ),
    "though it is stored 64 wide": lambda: F["SIZES"][1:-1] == [64] * 10,
    "Without hidden units, as in logistic regression, zeros are a fine start": lambda: (
        F["train"]([torch.zeros(1, 2)])[2][-1] < F["train"]([torch.zeros(1, 2)])[2][0]
    ),
    "every point has 64! copies for each layer": lambda: (
        math.perm(F["SIZES"][5]) == math.factorial(64)
    ),
    "All 64 units are different, and hardly anything was gained": lambda: (
        alike()["1 / inputs + noise"][:2] == (64, 64)
        and near(alike()["1 / inputs + noise"][2][-1], alike()["1 / inputs"][2][-1], 0.01)
    ),
    "With noise of 0.01 the units still give nearly the same outputs, and what sets them apart "
    "shrinks from layer to layer": lambda: outputs_apart(2) < 0.15 and outputs_apart(10) < 0.15,
    r"$\mathrm E[z_j^2] = \sum_i \mathrm E[w_{ji}^2]\, h_i^2 = n_\text{in}\, v \cdot "
    r"\overline{h^2}$, where $\overline{h^2}$ is the mean of the squares: all the mixed terms "
    r"$w_{ji} w_{jk} h_i h_k$ are 0 on average": lambda: near(squares()[1] / squares()[0], 1, 0.01),
    r"$\mathrm E[\mathrm{ReLU}(z_j)^2] = \tfrac12 \mathrm E[z_j^2]$, exactly": lambda: near(
        squares()[2] / squares()[1], 0.5, 0.01
    ),
    "where $z_j > 0$, which is half of the time. So half of its square is left": lambda: near(
        squares()[4] / squares()[3], 0.5, 0.01
    ),
    r"the mean square is multiplied by $n_\text{out}\, v$": lambda: near(
        squares()[5] / squares()[4], 4, 0.01
    ),
    "measures each line, with 64 inputs, 256 units and $v = 1/64$": lambda: (
        "n_in=64, n_out=256, v=1 / 64" in " ".join(TEXT)
    ),
    r"mean square of the signal by $\tfrac12 n_\text{in} v$, and that of the gradient by "
    r"$\tfrac12 n_\text{out} v$": lambda: (
        near(squares()[2] / squares()[0], 0.5, 0.01) and near(squares()[5] / squares()[3], 2, 0.01)
    ),
    r"forwards we want $v = 2 / n_\text{in}$, and backwards $v = 2 / n_\text{out}$": lambda: (
        near(squares(v=2 / 64)[2] / squares()[0], 1, 0.01)
        and near(squares(v=2 / 256)[5] / squares()[3], 1, 0.01)
    ),
    "four times as many units as inputs, the two stay a factor of 4 apart": lambda: all(
        near((squares(v=v)[5] / squares(v=v)[3]) / (squares(v=v)[2] / squares(v=v)[0]), 4, 0.02)
        for v in (1 / 64, 1 / 100)
    ),
    r"takes $v = 2 / n_\text{in}$. The 2 pays for the half": lambda: near(
        initialized(nn.init.kaiming_normal_, 300, 500), 2 / 500, 0.03
    ),
    r"A *leaky* ReLU of slope $\alpha$ keeps $(1 + \alpha^2) / 2$ of the square, so $2 / (1 + "
    r"\alpha^2)$ takes the place of the 2": lambda: all(
        near(
            nn.functional.leaky_relu(Z, slope).square().mean() / Z.square().mean(),
            (1 + slope**2) / 2,
            0.01,
        )
        and near(nn.init.calculate_gain("leaky_relu", slope) ** 2, 2 / (1 + slope**2), 1e-6)
        for slope in (0.01, 0.5)
    ),
    "activations with slope 1 around 0, such as tanh": lambda: near(
        torch.tanh(torch.tensor(1e-4, dtype=torch.float64)) / 1e-4, 1, 1e-6
    ),
    r"There the wishes are $1 / n_\text{in}$ and $1 / n_\text{out}$, and $v = 2 / (n_\text{in} + "
    r"n_\text{out})$ stands between them": lambda: (
        near(initialized(nn.init.xavier_normal_, 300, 500), 2 / 800, 0.03)
        and 1 / 500 < 2 / 800 < 1 / 300
    ),
    r"the factors $n_\text{out} / n_\text{in}$ of the way back multiply to the last size over the "
    "first": lambda: (
        near(back_through(64, 256, 64)[1] ** 2, 1 / 4, 0.2)
        and near(back_through(64, 256, 64)[0] ** 2, 1, 0.2)
        and near(back_through(64, 256, 256)[0] ** 2, 4, 0.2)
    ),
    r"uniform ones between $-a$ and $a$ have variance $a^2 / 3$, so $a = \sqrt{3 v}$": lambda: near(
        (3 * (2 * torch.rand(100_000, generator=generator()) - 1)).var(), 9 / 3, 0.02
    ),
    r"Their variance is $2 / (n_\text{in} + n_\text{out})$ if": lambda: near(
        F["initialize"]("xavier", 500, 300, generator=generator()).var(), 2 / 800, 0.03
    ),
    r"and $2 / n_\text{in}$ if it is": lambda: near(
        F["initialize"]("he", 500, 300, generator=generator()).var(), 2 / 500, 0.03
    ),
    "independent normal numbers of mean 0.": lambda: (
        F["initialize"]("he", 500, 300, generator=generator()).mean().abs() < 1e-3
    ),
    "independent, normal, of mean 0 and standard deviation `scale`": lambda: near(
        F["break_symmetry"](torch.zeros(500, 300), 3, generator()).std(), 3, 0.01
    ),
    r"With 300 inputs and 100 units, the standard deviation of Xavier's weights is "
    r"$\sqrt{2/400}$, about 0.0707": lambda: near((2 / 400) ** 0.5, 0.0707, 1e-3),
    "Numbers of variance 1, times $s$, have variance $s^2$. `torch.randn` draws numbers of "
    "variance 1": lambda: near(3 * torch.randn(100_000, generator=generator()).var(), 3, 0.01),
    "leave their other arguments as they are": lambda: (
        near(initialized(nn.init.xavier_normal_, 300, 500), 2 / 800, 0.03)
        and near(initialized(nn.init.kaiming_normal_, 300, 500), 2 / 500, 0.03)
    ),
    r"Return two lists of $L + 1$ numbers, from $\mathbf h_0$ to": lambda: (
        len(gradients("he", 3)) == 4
    ),
    "`y.backward(g)` starts from the gradient `g` with respect to `y`, instead of from 1": lambda: (
        backwards(lambda x: 2 * x, torch.tensor([3.0]), torch.tensor([5.0])) == 10
    ),
    "the gradient becomes 0 where the layer's output is 0, and is then multiplied by the "
    "weights, `g @ weight`": lambda: torch.equal(
        backwards(lambda h: (h @ WEIGHT.T).relu(), torch.eye(2), torch.ones(2, 2)),
        (torch.ones(2, 2) * ((torch.eye(2) @ WEIGHT.T).relu() != 0)) @ WEIGHT,
    ),
    r"Here they are multiplied by $\sqrt 2$, which makes up for the ReLU as the 2 of *He*": (
        lambda: near(
            F["draw_start"]("orthogonal", generator(), [64, 64])[0].square().mean(), 2 / 64, 1e-4
        )
    ),
    "ten layers of 64 units. Which lines are level": lambda: "[64] * 11" in " ".join(TEXT),
    "*He* and *orthogonal* stay near 1": lambda: all(
        0.5 < size < 2 for start in ("he", "orthogonal") for size in gradients(start)
    ),
    "a root mean square of $2^{-5}$, about 0.03, is left": lambda: (
        near(2**-5, 0.03, 0.05) and near(gradients("xavier")[0], 2**-5, 0.5)
    ),
    r"a factor of $0.01 \sqrt{32} \approx 0.057$ and $\sqrt{32} \approx 5.7$ a layer": lambda: (
        near(0.01 * 32**0.5, 0.057, 0.01)
        and near(gradients("normal 0.01")[0] ** 0.1, 0.057, 0.1)
        and near(gradients("normal 1")[0] ** 0.1, 5.7, 0.1)
    ),
    "normal 0.01 falls to 1e-13, normal 1 climbs to 1e7, xavier falls a little": lambda: (
        -13.5 < math.log10(gradients("normal 0.01")[0]) < -12
        and 7 < math.log10(gradients("normal 1")[0]) < 8
    ),
    "the factors are the same, as each layer has as many units as inputs": lambda: all(
        near(signals(start)[-1], gradients(start)[0], 0.6) for start in F["STARTS"]
    ),
    "1 is *He*'s for 2 inputs, and 0.01 that for 20 000": lambda: (
        2 / 2 == 1 and near(2 / 20_000, 0.01**2, 1e-9)
    ),
    "the product of many random matrices stretches some and all but deletes others": lambda: (
        stretches()["normal"].max() > 3 and stretches()["normal"].min() < 1e-9
    ),
    "In a product of orthogonal matrices there is no such thing": lambda: torch.allclose(
        stretches()["orthogonal"], torch.ones(64, dtype=torch.float64)
    ),
    "every start gets the same 300 steps, from three different random draws": lambda: (
        F["SEEDS"] == [0, 1, 2]
    ),
    "**normal 0.01** begins at a loss of 0.6931 and ends there": lambda: all(
        near(loss, math.log(2), 1e-4)
        for seed in F["SEEDS"]
        for loss in (losses("normal 0.01", seed)[0], losses("normal 0.01", seed)[-1])
    ),
    "The length of its gradient at the first layer is about $10^{-14}$": lambda: (
        -15 < math.log10(first_gradient("normal 0.01")) < -13
    ),
    "**normal 1** begins at a loss of millions, and is `nan` soon after": lambda: all(
        losses("normal 1", seed)[0] > 1e6 and math.isnan(losses("normal 1", seed)[50])
        for seed in F["SEEDS"]
    ),
    "a wrong score of $-s$ costs about $s$": lambda: near(
        nn.functional.binary_cross_entropy_with_logits(torch.tensor([-1e4]), torch.tensor([1.0])),
        1e4,
        1e-3,
    ),
    "**xavier** spends most of its steps getting going, and then learns": lambda: all(
        losses("xavier", seed)[150] > 0.1 and losses("xavier", seed)[-1] < 0.01
        for seed in F["SEEDS"]
    ),
    "Their final loss is less than a thousandth": lambda: all(
        losses(start, seed)[-1] < 1e-3 for start in ("he", "orthogonal") for seed in F["SEEDS"]
    ),
    "The loss over 300 steps: xavier falls late, he and orthogonal early, others never": lambda: (
        min(losses("normal 0.01", 0)) > 0.6
        and losses("xavier", 0)[150] > 0.1 > max(losses(s, 0)[150] for s in ("he", "orthogonal"))
    ),
    r"learns with gains from about 0.9 to about 1.75, and $\sqrt 2 \approx 1.41$ lies": lambda: (
        max(gained(gain)[-1] for gain in (0.9, 1.0, 1.41, 1.75)) < 0.1 and near(2**0.5, 1.41, 0.01)
    ),
    "too small to get them going in 300 steps": lambda: gained(0.75)[-1] > 0.6,
    r"With 2 or more the first loss is above 10, and soon it is `nan`, or all units are *dead*, 0 "
    r"at every point, and the loss stays at $\ln 2$": lambda: all(
        gained(gain)[0] > 10
        and (math.isnan(gained(gain)[-1]) or near(gained(gain)[-1], math.log(2), 1e-3))
        for gain in (2.0, 2.5, 3.0)
    ),
    "A factor of two is all the room there is, for ten layers": lambda: 1.75 / 0.9 < 2,
    r"with 3 layers a gain of 2 does well, and with 20 even $\sqrt 2$ needs luck to learn in 300 "
    "steps: how a computer rounds decides": lambda: (
        gained(2.0, 3)[-1] < 0.01
        and min(final := [gained(2**0.5, 20, seed)[-1] for seed in range(6)]) < 0.01
        and not all(loss < 0.2 for loss in final)
    ),
    r"draws its weights between $\pm 1 / \sqrt{n_\text{in}}$. Their variance is $1 / (3 "
    r"n_\text{in})$, a gain of about 0.58": lambda: (
        near(nn.Linear(500, 300).weight.var(), 1 / 1500, 0.02)
        and near(nn.Linear(500, 300).weight.abs().max(), 500**-0.5, 0.01)
        and near(3**-0.5, 0.58, 0.01)
        and gained(0.58)[-1] > 0.69
    ),
    "brings what arrives at every ReLU back to mean square 1": lambda: near(
        nn.functional.layer_norm(9 * torch.randn(5, 64, generator=generator()), (64,))
        .square()
        .mean(),
        1,
        1e-3,
    ),
    "*normal 1*, which was `nan`, learns": lambda: helped("normalised")[-1] < 0.05,
    "*normal 0.01* is a good start for the layers inside": lambda: helped("residual")[-1] < 0.01,
    "From *normal 1* the loss stays a number": lambda: (
        all(map(math.isfinite, helped("clipped"))) and helped("clipped")[-1] > 1
    ),
    "the weights of every layer are still about 5.7 times too large": lambda: near(
        (64 / 2) ** 0.5, 5.7, 0.01
    ),
    r"$2 / n_\text{in}$ for a ReLU forwards, or $2 / n_\text{out}$ backwards": lambda: (
        near(squares(v=2 / 64)[2] / squares()[0], 1, 0.01)
        and near(squares(v=2 / 256)[5] / squares()[3], 1, 0.01)
    ),
}


@pytest.fixture
def one_thread():
    """As in a grader: beside other work, two threads may take longer by far."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.slow
@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("quote", CLAIMS)
def test_what_the_notebook_says_is_so(quote):
    with torch.random.fork_rng():
        assert CLAIMS[quote]()


@pytest.mark.parametrize("quote", CLAIMS)
def test_the_notebook_still_says_it(quote):
    assert any(quote in text for text in TEXT)


def test_no_number_goes_without_a_claim():
    assert not unclaimed(CELLS, CLAIMS, NO_CLAIM)
