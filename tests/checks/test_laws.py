"""The laws of normal numbers: what follows them passes, and each way not to is seen."""

import pytest
import torch

from grading.checks import laws

N, SHAPE = 240_000, (6, 4)


def draw(*shape: int, seed: int = 0) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(*shape, generator=generator, dtype=torch.float64)


def test_odds_are_those_of_the_law():
    odds = {name: [] for name in ("mean_odds", "size_odds", "part_odds", "pair_odds", "shape_odds")}
    for seed in range(400):
        z = draw(40, 60, seed=seed)
        for name, found in odds.items():
            found.append(getattr(laws, name)(z))
    for name, found in odds.items():
        share = sum(one < 0.1 for one in found) / len(found)
        assert share < 0.15, name  # 0.1, and three standard deviations
        assert min(found) > 1e-5, name


@pytest.mark.parametrize(
    "spoil",
    [
        lambda z: z.clamp(-3.5, 3.5),
        lambda z: 3**0.5 * (2 * torch.special.ndtr(z) - 1),  # uniform
        lambda z: torch.special.ndtr(draw(12, N, seed=1)).sum(0) - 6,
        lambda z: z.sign(),
        lambda z: z * (1 + 0.1 * z.abs()),
    ],
)
def test_another_shape_is_seen(spoil):
    z = spoil(draw(N))
    assert laws.shape_odds(draw(N)) > laws.ODDS > laws.shape_odds((z - z.mean()) / z.std())


def test_repeats_are_seen():
    z = draw(10_000).float()
    assert not laws.has_repeats(z)
    assert not laws.has_repeats(z.clamp(-1.3, 1.3))  # another mistake
    assert laws.has_repeats(torch.cat([z[:5000], -z[:5000]]))
    assert laws.has_repeats(z.half())


def test_larger_and_dependent_parts_are_seen():
    z = draw(60, 61)
    for row in (0, 7, 59):
        spoilt = z.clone()
        spoilt[row] *= 3
        assert laws.part_odds(spoilt) < laws.ODDS
    for one in (z[:, :60].triu() + z[:, :60].triu(1).T, torch.cat([z[:30], -z[:30]])):
        assert laws.pair_odds(one) < laws.ODDS


def centred(z):
    return z - z.mean((1, 2), keepdim=True)


RELATIONS = {
    "constant": lambda z: z * torch.tensor([0.0, 1, 1, 1]),
    "alike": lambda z: torch.cat([z[:, :3], 0.5 * z[:, :3]], 1),
    "centred": centred,
    "standardised": lambda z: z / z.norm(dim=2, keepdim=True),
    "orthogonal": lambda z: torch.linalg.qr(z)[0],
}


LAWS = {
    "exponential": lambda z: torch.special.ndtr(z).log().neg(),
    "heavy": lambda z: z**5,
    "cut off": lambda z: z.clamp(-1.5, 1.5),
    "rounded": lambda z: z.mul(8).round(),
}


@pytest.mark.parametrize("name", LAWS)
def test_scores_are_normal_whatever_the_law_and_keep_the_order(name):
    for seed in range(20):
        values = LAWS[name](draw(300, 200, seed=seed))
        scores = laws.normal_scores(values)
        scores /= scores.square().mean().sqrt()
        assert min(laws.part_odds(scores), laws.pair_odds(scores[:60, :60])) > 1e-4
    ordered = scores.flatten()[values.flatten().argsort(stable=True)]
    assert (ordered.diff() >= 0).all()
    spoilt = values.clone()
    spoilt[7] *= 40
    assert laws.part_odds(laws.normal_scores(spoilt)) < laws.ODDS


@pytest.mark.parametrize("name", RELATIONS)
def test_what_holds_in_each_draw_is_seen(name):
    draws = draw(10, *SHAPE)
    assert laws.relation(draws) == ""
    assert laws.relation(RELATIONS[name](draws)) == name


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (6, 1), (5, 5), (64, 2)])
def test_of_independent_numbers_nothing_holds_in_each_draw(shape):
    for seed in range(100):
        assert laws.relation(draw(10, *shape, seed=seed)) == ""
