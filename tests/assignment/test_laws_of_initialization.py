"""The laws that judge random weights: honest answers pass, every time."""

from __future__ import annotations

import os

import pytest
import torch
from support import ROOT, module_at

CPU = torch.device("cpu")
HONEST_RUNS = int(os.environ.get("LAWS", 100)) // 20  # each takes a second
CHECKS = ROOT / "tests" / "hidden" / "initialization" / "initialization"


class Honest:
    """Right answers, in this process."""

    def initialize(self, kind, n_in, n_out, device=None, generator=None):
        variance = {"he": 2 / n_in, "xavier": 2 / (n_in + n_out)}[kind]
        return variance**0.5 * torch.randn(n_out, n_in, device=device, generator=generator)

    def break_symmetry(self, weight, scale, generator=None):
        return weight + scale * torch.randn(weight.shape, generator=generator).to(weight)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_every_honest_run_passes(part):
    torch.manual_seed(part)
    weights = module_at(CHECKS / "test_initialize.py")
    noise = module_at(CHECKS / "test_distinct_units.py")
    for run in range(max(1, HONEST_RUNS // 4)):
        rng = torch.Generator().manual_seed(run)
        weights.test_xavier(Honest(), CPU, rng)
        weights.test_he(Honest(), CPU, rng)
        weights.test_normal(Honest(), CPU)
        weights.test_independent(Honest(), CPU)
        noise.test_noise(Honest(), CPU, rng)
