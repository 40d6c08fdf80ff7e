"""What the text of `initialization` says, word for word, and the code that shows it.

No number in the text goes without: a test finds those that no claim on the list quotes. What is
said of training must hold for any draw and on any processor: it is tried with the draws that the
notebook shows, and by `make test-all` with twelve, and with weights that are rounded differently.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

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


@dataclass(frozen=True)
class Draw:
    """A seed, and whether the weights are rounded as another processor might."""

    seed: int
    rounded: bool = False

    def __str__(self) -> str:
        return f"{self.seed}{' rounded' * self.rounded}"


SHOWN = tuple(map(Draw, F["SEEDS"]))
MANY = (*map(Draw, range(12)), *(Draw(seed, rounded=True) for seed in F["SEEDS"]))


class Run(NamedTuple):
    weights: list[torch.Tensor]
    biases: list[torch.Tensor]
    losses: list[float]
    right: float  # share of the points


def train(weights: list[torch.Tensor], draw: Draw, **settings) -> Run:
    """Train as the notebook does."""
    if draw.rounded:
        source = generator(draw.seed)
        weights = [w * (1 + 3e-7 * torch.randn(w.shape, generator=source)) for w in weights]
    trained, biases, losses = F["train"](weights, **settings)
    right = F["share_right"](trained, biases, settings.get("scores", F["scores"]))
    return Run(trained, biases, losses, right)


@cache
def run(start: str, draw: Draw) -> Run:
    """Train from one of the starts in the notebook's table."""
    return train(F["draw_start"](start, generator(draw.seed)), draw)


@cache
def alike(start: str, seed: int) -> tuple[int, int, Run]:
    """Train from a start of the first table: units of layer 1 and of layer 5 then, and the run."""
    # Rounded differently, equal weights are equal no more: that is another start.
    end = train(F["alike_starts"](seed)[start], Draw(seed))
    return F["distinct_units"](end.weights[0]), F["distinct_units"](end.weights[4]), end


@cache
def gained(gain: float, draw: Draw, depth: int = 10) -> Run:
    """Train as the sliders do, whose seed is 0."""
    source = generator(draw.seed)
    sizes = [2] + [64] * depth + [1]
    weights = [
        gain / n_in**0.5 * torch.randn(n_out, n_in, generator=source)
        for n_in, n_out in pairwise(sizes)
    ]
    return train(weights, draw)


@cache
def helped(what: str, draw: Draw) -> Run:
    draws = {name: F["draw_start"](name, generator(draw.seed)) for name in F["STARTS"]}
    small, large, he = draws["normal 0.01"], draws["normal 1"], draws["he"]
    inside = [he[0], *small[1:-1], he[-1]]
    normalised = {"scores": F["normalised_scores"]}
    weights, settings = {
        "normal 1, normalised": (large, normalised),
        "normal 0.01, normalised": (small, normalised),
        "residual": (inside, {"scores": F["residual_scores"]}),
        "clipped": (large, {"clip": 5.0}),
    }[what]
    return train(weights, draw, **settings)


def learns(run: Run) -> bool:
    return run.right > 0.99 and run.losses[-1] < 0.1


def learns_nothing(run: Run) -> bool:
    return math.isnan(run.losses[-1]) or run.losses[-1] > 0.67


def sizes_of_scores(run: Run) -> torch.Tensor:
    return F["scores"](run.weights, run.biases, F["two_spirals"]()[0]).square().mean().sqrt()


def stretch_inside(run: Run) -> float:
    """The typical factor by which a layer inside multiplies the signal."""
    x = F["two_spirals"]()[0]
    signals = F["signal_and_gradient"](run.weights[:-1], x, torch.ones(len(x), 64))[0][1:]
    return (signals[-1] / signals[0]) ** (1 / (len(signals) - 1))


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


@cache
def beside_the_shared_pattern(seed: int) -> list[float]:
    """The second singular value over the first, of the outputs of layers 1 to 6."""
    h, shares = F["two_spirals"]()[0].double(), []
    for weight in F["alike_starts"](seed)["1 / inputs + noise"][:6]:
        h = torch.relu(h @ weight.double().T)
        first, second = torch.linalg.svdvals(h)[:2]
        shares.append(float(second / first))
    return shares


def outputs_apart(layer: int, seed: int) -> float:
    """How far apart the outputs of a layer's units are, over their size: level rows with noise."""
    h = F["two_spirals"]()[0]
    for weight in F["alike_starts"](seed)["1 / inputs + noise"][:layer]:
        h = torch.relu(h @ weight.T)
    return float((h.std(dim=1) / h.mean(dim=1)).nanmedian())


def normalised_gradients(scale: float) -> list[float]:
    """The norm of each hidden layer's gradient, with all of them so many times as large."""
    x, arm = (each.double() for each in F["two_spirals"]())
    *hidden, last = [w.double() for w in F["draw_start"]("he", generator())]
    hidden = [(scale * w).requires_grad_() for w in hidden]
    biases = [torch.zeros(len(w), dtype=torch.float64) for w in (*hidden, last)]
    scores = F["normalised_scores"]([*hidden, last], biases, x)
    nn.functional.binary_cross_entropy_with_logits(scores, arm).backward()
    return [float(w.grad.norm()) for w in hidden]


@cache
def outputs(start: str, seed: int) -> list[torch.Tensor]:
    """The outputs of ten layers of 64 units, for 256 inputs."""
    source = generator(seed)
    layers = [torch.randn(256, 64, generator=source)]
    for weight in F["draw_start"](start, source, [64] * 11):
        layers.append(torch.relu(layers[-1] @ weight.T))
    return layers[1:]


def dead(h: torch.Tensor) -> float:
    return float((h == 0).all(dim=0).float().mean())


def likeness(h: torch.Tensor) -> float:
    """The mean cosine of the angle between what two inputs become."""
    unit = nn.functional.normalize(h, dim=1)
    return float((unit @ unit.T).mean())


@cache
def at_home(seed: int) -> tuple[list[float], list[float]]:
    """The gradients of Xavier's weights by layer, with ReLU and with tanh."""
    source = generator(seed)
    weights = F["draw_start"]("xavier", source, [64] * 31)
    x, gradient = (torch.randn(256, 64, generator=source) for _ in range(2))
    return (
        F["signal_and_gradient"](weights, x, gradient)[1],
        F["tanh_gradients"](weights, x, gradient),
    )


def first_gradient(start: str, seed: int) -> float:
    """The norm of the gradient of the first layer's weights, before any step."""
    weights = [w.requires_grad_() for w in F["draw_start"](start, generator(seed))]
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
    "A loss of 0.6931, which is $\\ln 2$": lambda: near(math.log(2), 0.6931, 1e-4),
    "though it is stored 64 wide": lambda: F["SIZES"][1:-1] == [64] * 10,
    "every point has 64! copies for each layer": lambda: (
        math.perm(F["SIZES"][5]) == math.factorial(64)
    ),
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
    "a wrong score of $-s$ costs about $s$": lambda: near(
        nn.functional.binary_cross_entropy_with_logits(torch.tensor([-1e4]), torch.tensor([1.0])),
        1e4,
        1e-3,
    ),
    "brings what arrives at every ReLU back to mean square 1": lambda: near(
        nn.functional.layer_norm(9 * torch.randn(5, 64, generator=generator()), (64,))
        .square()
        .mean(),
        1,
        1e-3,
    ),
    r"$2 / n_\text{in}$ for a ReLU forwards, or $2 / n_\text{out}$ backwards": lambda: (
        near(squares(v=2 / 64)[2] / squares()[0], 1, 0.01)
        and near(squares(v=2 / 256)[5] / squares()[3], 1, 0.01)
    ),
    "A tie takes equal weights on *both* sides of a unit": lambda: all(
        (F["distinct_units"](weight.T) == 1) == (name == "1 / inputs")
        for name in ("1 / inputs", "one row for all")
        for weight in F["alike_starts"]()[name][1:]
    ),
    "becomes some twelve times smaller at each layer": lambda: all(
        8 < before / after < 18
        for seed in range(12)
        for before, after in pairwise(beside_the_shared_pattern(seed))
    ),
    "hand on `generator`, and leave their other arguments as they are": lambda: (
        near(initialized(nn.init.xavier_normal_, 300, 500), 2 / 800, 0.03)
        and near(initialized(nn.init.kaiming_normal_, 300, 500), 2 / 500, 0.03)
    ),
    "576 for 3 by 3 over 64 channels": lambda: (
        nn.init._calculate_fan_in_and_fan_out(nn.Conv2d(64, 8, 3).weight)[0] == 576
    ),
    "One line falls, the other loses little": lambda: all(
        at_home(seed)[0][0] < 1e-3 and at_home(seed)[1][0] > 0.05 for seed in range(12)
    ),
    "over 256 inputs. A unit is **dead** if it gives 0 for all of them": lambda: (
        len(outputs("he", 0)[0]) == 256
    ),
    "*Xavier*'s outputs shrink towards 0, *He*'s do not": lambda: all(
        float(outputs("xavier", seed)[-1].max()) < 0.7 < float(outputs("he", seed)[-1].max())
        for seed in range(12)
    ),
    "In both, some units of the later layers are dead: to a deep ReLU network, different inputs "
    "look more and more alike": lambda: all(
        dead(layers[0]) == 0 < dead(layers[-1]) and likeness(layers[0]) < 0.4 < likeness(layers[-1])
        for start in ("xavier", "he")
        for layers in (outputs(start, seed) for seed in range(12))
    ),
    "With noise of 0.01, the 64 sums of a layer still come out nearly alike": lambda: all(
        outputs_apart(layer, seed) < 0.15 for layer in (2, 10) for seed in range(12)
    ),
    "weights $c$ times as large get a gradient $c$ times as small, so that, next to them, each "
    "step is $c^2$ times shorter": lambda: all(
        near(after / before, 1 / 10, 0.02)
        for before, after in zip(normalised_gradients(1), normalised_gradients(10), strict=True)
    ),
    r"draws its weights between $\pm 1 / \sqrt{n_\text{in}}$. Their variance is $1 / (3 "
    r"n_\text{in})$, a gain of about 0.58": lambda: (
        near(nn.Linear(500, 300).weight.var(), 1 / 1500, 0.02)
        and near(nn.Linear(500, 300).weight.abs().max(), 500**-0.5, 0.01)
        and near(3**-0.5, 0.58, 0.01)
    ),
    r"loses $\ln K$: 0.69 for our two, and 2.30 for ten": lambda: (
        near(math.log(2), 0.69, 0.01)
        and near(
            nn.functional.cross_entropy(torch.zeros(1, 10), torch.zeros(1, dtype=torch.long)),
            2.30,
            0.01,
        )
    ),
}

# What is said of training, and of one draw whether it is so.
OF_TRAINING: dict[str, Callable[[Draw], bool]] = {
    "How many *different* ones does it have after 300 steps": lambda draw: (
        len(run("he", draw).losses) == 301
    ),
    "each layer has 64 units": lambda draw: set(map(len, run("he", draw).weights[:-1])) == {64},
    "each of the ten layers ends as a **single** unit, 64 times over": lambda draw: all(
        all(F["distinct_units"](weight) == 1 for weight in alike(name, draw.seed)[2].weights[:-1])
        for name in ("zeros", "1 / inputs")
    ),
    "From the third start the units part, though their rows are equal": lambda draw: (
        min(alike("one row for all", draw.seed)[:2]) > 32
        and all(
            F["distinct_units"](weight) == 1
            for weight in F["alike_starts"](draw.seed)["one row for all"]
        )
    ),
    "there not even a gradient comes through": lambda draw: (
        not any(weight.any() for weight in alike("zeros", draw.seed)[2].weights)
    ),
    "Without hidden units, as in logistic regression, zeros are a fine start": lambda draw: (
        (losses := F["train"]([torch.zeros(1, 2)])[2])[-1] < losses[0]
    ),
    "All 64 units are different, and hardly anything was gained": lambda draw: (
        alike("1 / inputs + noise", draw.seed)[:2] == (64, 64)
        and near(
            alike("1 / inputs + noise", draw.seed)[2].losses[-1],
            alike("1 / inputs", draw.seed)[2].losses[-1],
            0.02,
        )
    ),
    "every start gets the same 300 steps, from three different random draws": lambda draw: (
        F["SEEDS"] == [0, 1, 2]
    ),
    "**normal 0.01** begins at a loss of 0.6931 and ends there": lambda draw: all(
        near(loss, math.log(2), 1e-4) for loss in run("normal 0.01", draw).losses
    ),
    "The length of its gradient at the first layer is about $10^{-14}$": lambda draw: (
        -15 < math.log10(first_gradient("normal 0.01", draw.seed)) < -13
    ),
    "**normal 1** begins at a loss of millions, and is `nan` after a single step": lambda draw: (
        run("normal 1", draw).losses[0] > 1e6 and math.isnan(run("normal 1", draw).losses[1])
    ),
    "**xavier** still has a loss above 0.6 after half of the steps": lambda draw: (
        run("xavier", draw).losses[150] > 0.6
    ),
    "How far it gets in the other half is up to the draw": lambda draw: (
        run("xavier", draw).losses[-1] > 10 * run("he", draw).losses[-1]
    ),
    "**he** and **orthogonal** get every point right, from each draw": lambda draw: (
        run("he", draw).right == run("orthogonal", draw).right == 1
    ),
    "Their final loss is below two thousandths": lambda draw: all(
        run(start, draw).losses[-1] < 0.002 for start in ("he", "orthogonal")
    ),
    "A first loss far above that means that the start is too large": lambda draw: (
        run("normal 1", draw).losses[0] > 1e6 and run("he", draw).losses[0] < 2
    ),
    r"learns from every draw with gains from 1.2 to 1.7, and $\sqrt 2 \approx 1.41$ lies": (
        lambda draw: (
            all(learns(gained(gain, draw)) for gain in (1.2, 1.41, 1.7))
            and near(2**0.5, 1.41, 0.01)
        )
    ),
    "With 0.8 or less the gradient at the first layers is too small to get them going in 300": (
        lambda draw: all(learns_nothing(gained(gain, draw)) for gain in (0.58, 0.8))
    ),
    "with 2.5 or more the loss is `nan`": lambda draw: math.isnan(gained(2.5, draw).losses[-1]),
    "with 3 layers a gain of 2.5 still learns": lambda draw: (
        gained(2.5, draw, 3).losses[-1] < 0.45 and gained(2.5, draw, 3).right > 0.8
    ),
    "*Normal 1*, which was `nan`, learns, if slowly": lambda draw: (
        helped("normal 1, normalised", draw).losses[-1] < 0.6
        and helped("normal 1, normalised", draw).right > 0.7
    ),
    "from *normal 0.01* the steps are so long that the loss stays at $\\ln 2$": lambda draw: (
        learns_nothing(helped("normal 0.01, normalised", draw))
    ),
    "*normal 0.01* is a good start for the layers inside": lambda draw: learns(
        helped("residual", draw)
    ),
    "From *normal 1* nearly all points end on the right side": lambda draw: (
        helped("clipped", draw).right > 0.9
    ),
    "the layers inside still multiply the signal by about 5 each": lambda draw: (
        3.5 < stretch_inside(helped("clipped", draw)) < 6.5
    ),
    "the scores are in the millions": lambda draw: sizes_of_scores(helped("clipped", draw)) > 5e5,
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


@pytest.mark.slow
@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("draws", [SHOWN, pytest.param(MANY, marks=pytest.mark.long)], ids=len)
@pytest.mark.parametrize("quote", OF_TRAINING)
def test_what_the_notebook_says_of_training_is_so_for_any_draw(quote, draws):
    assert not [str(draw) for draw in draws if not OF_TRAINING[quote](draw)]


@pytest.mark.parametrize("quote", [*CLAIMS, *OF_TRAINING])
def test_the_notebook_still_says_it(quote):
    hint = "quote what the notebook says now, and what shows that it is so"
    assert any(quote in text for text in TEXT), hint


def test_no_number_goes_without_a_claim():
    hint = "quote each of these in CLAIMS, with what shows it, or have NO_CLAIM match it"
    assert not unclaimed(CELLS, [*CLAIMS, *OF_TRAINING], NO_CLAIM), f"in {__file__}, {hint}"
