"""The laws that judge exploding_product: honest runs pass, mistakes are caught, every time.

The checks are called as they are, on functions of this process: ten thousand runs in kernels
would take hours. Here they take minutes, so `make laws` sets LAWS, and other runs try fewer.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

import pytest
import torch
from support import ASSIGNMENT, ROOT, module_at

from grading.checks.expect import CheckFailed

PATH = ROOT / "tests" / "hidden" / ASSIGNMENT / "exploding_gradients" / "test_exploding_product.py"
CPU = torch.device("cpu")
HONEST_RUNS = int(os.environ.get("LAWS", 100))
WRONG_RUNS = max(10, HONEST_RUNS // 50)

Draw = Callable[..., torch.Tensor]


@pytest.fixture(scope="module")
def checks():
    return module_at(PATH)


class Local:
    """exploding_product in this process.

    Args:
        n_default: factors that it multiplies by where it is not told.
        noise: draws the entries of a shape.
        reuse: whether one factor is used throughout.
    """

    def __init__(self, n_default: int = 100, noise: Draw = torch.randn, reuse: bool = False):
        self.n_default, self.noise, self.reuse = n_default, noise, reuse

    def exploding_product(self, size=4, n_factors=None, device=None, generator=None):
        n = self.n_default if n_factors is None else n_factors
        M, *factors = self.noise(n + 1, size, size, device=device, generator=generator)
        product = M
        for factor in factors:
            product = product @ (factors[0] if self.reuse else factor)
        return M, product


def failures(checks, submission: Local, seed: int) -> list[str]:
    """The names of the checks of the law that the submission fails."""
    failed = []
    for name in ["test_start", "test_one_factor", "test_fresh_factors", "test_growth"]:
        try:
            getattr(checks, name)(submission, CPU, torch.Generator().manual_seed(seed))
        except CheckFailed:
            failed.append(name)
    return failed


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_every_honest_run_passes(checks, part):
    torch.manual_seed(part)
    submission = Local()
    for run in range(HONEST_RUNS // 4):
        assert failures(checks, submission, run) == []


def uniform(*shape: int, **kwargs) -> torch.Tensor:
    """Mean 0 and variance 1, as a standard normal number has."""
    return (torch.rand(*shape, **kwargs) - 0.5) * 12**0.5


def scaled(*shape: int, **kwargs) -> torch.Tensor:
    return 0.9 * torch.randn(*shape, **kwargs)


WRONG = {
    "99 factors": partial(Local, n_default=99),
    "101 factors": partial(Local, n_default=101),
    "a reused sample": partial(Local, reuse=True),
    "uniform noise": partial(Local, noise=torch.rand),
    "centred uniform noise": partial(Local, noise=uniform),
    "scale 0.9": partial(Local, noise=scaled),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_is_caught_every_time(checks, mistake):
    torch.manual_seed(1)
    submission = WRONG[mistake]()
    for run in range(WRONG_RUNS):
        assert failures(checks, submission, run)
