"""Judges `initialize` by the words of exercise 2, with thousands of draws.

> `initialize(kind, n_in, n_out, device=None, generator=None)` returns the weights of a layer.
> They are independent normal numbers of mean 0. Their variance is 2 / (n_in + n_out) if `kind` is
> `"xavier"`, and 2 / n_in if it is `"he"`. Any other kind raises a `ValueError`.
> The shape is `(n_out, n_in)`: a row for each unit. They are drawn on `device`, and from
> `generator`; None is torch's default device, and the default generator.
> A tensor with torch's default dtype, which requires no gradient.

What fails on the device `meta`, where no tensor has numbers, tells nothing of an answer.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from evidence.normals import judge_numbers, judge_size
from evidence.wrong import Wrong, call, demand

VARIANCES = {
    "xavier": lambda n_in, n_out: 2 / (n_in + n_out),
    "he": lambda n_in, n_out: 2 / n_in,
}
SIDES = (1, 2, 3, 5, 8, 64)
SMALL = [(1, 1), (1, 6), (5, 1), (3, 4), (4, 3), (5, 5), (2, 9)]  # in and out
LARGE = [(300, 100), (60, 400), (2, 3000), (2000, 3)]
OTHERS = ["zeros", "normal", "", "h", "x", "He", "xavier ", "hexavier", "xavier_normal", None, 0]


def judge(initialize: Callable) -> None:
    """Judge the form of the weights, where they come from, and their law."""
    torch.manual_seed(17)
    _judge_kinds(initialize)
    _judge_form(initialize)
    _judge_source(initialize)
    for kind in VARIANCES:
        _judge_variances(initialize, kind)
        _judge_laws(initialize, kind)


def _weights(initialize: Callable, kind: str, n_in: int, n_out: int, *args: Any) -> torch.Tensor:
    """A layer's weights, which are known to be a tensor of its shape."""
    weights = call(initialize, kind, n_in, n_out, *args)
    demand(isinstance(weights, torch.Tensor), "the result is no tensor")
    demand(weights.shape == (n_out, n_in), f"the shape is another than {(n_out, n_in)}")
    return weights


def _judge_kinds(initialize: Callable) -> None:
    for kind in OTHERS:
        try:
            initialize(kind, 3, 2)
        except ValueError:
            continue
        except Exception as error:
            raise Wrong(f"kind {kind!r} raises {error!r}") from error
        raise Wrong(f"kind {kind!r} raises nothing")


def _judge_form(initialize: Callable) -> None:
    for dtype in (torch.float64, torch.bfloat16, torch.float32):
        torch.set_default_dtype(dtype)
        for kind in VARIANCES:
            for device in (None, "cpu", torch.device("cpu")):
                weights = _weights(initialize, kind, 4, 3, device)
                demand(weights.dtype == dtype, f"the dtype is another than {dtype}")
                demand(weights.device.type == "cpu", "the weights are on another device")
                demand(not weights.requires_grad, "the weights require gradients")
    for kind in VARIANCES:
        _judge_device(initialize, kind)


def _judge_device(initialize: Callable, kind: str) -> None:
    """Ask for a device that is not torch's default one; some functions of torch's pass that by."""
    on_meta = _device_of(initialize, kind, 4, 3, torch.device("meta"))
    torch.set_default_device("meta")
    try:
        on_cpu = _device_of(initialize, kind, 4, 3, "cpu")
    finally:
        torch.set_default_device(None)
    for device, wanted in ((on_meta, "meta"), (on_cpu, "cpu")):
        demand(device in (wanted, ""), f"the weights are on {device} in place of {wanted}")


def _device_of(initialize: Callable, *args: Any) -> str:
    """The device of the weights; empty where none can be made."""
    try:
        return initialize(*args).device.type
    except Exception:
        return ""


def _judge_source(initialize: Callable) -> None:
    for kind in VARIANCES:
        for n_in, n_out in ((4, 5), (1, 3), (2, 64)):

            def draw(seed: int, beside: int, *sizes: Any) -> torch.Tensor:
                torch.manual_seed(beside)
                return _weights(initialize, *sizes, None, torch.Generator().manual_seed(seed))

            sizes = (kind, n_in, n_out)
            first, again, other = draw(1, 2, *sizes), draw(1, 3, *sizes), draw(2, 2, *sizes)
            demand(torch.equal(first, again), "the same generator gives other weights")
            demand(not (first == other).any(), "another generator gives the same weights")
            for args in [(), (None, torch.Generator())]:
                one, two = (_weights(initialize, *sizes, *args) for _ in range(2))
                demand(not (one == two).any(), "two calls give the same weights")
            by_default = []
            for seed in (5, 5, 6):
                torch.manual_seed(seed)
                by_default.append(_weights(initialize, *sizes))
            demand(torch.equal(*by_default[:2]), "torch's default generator does not decide")
            demand(not (by_default[0] == by_default[2]).any(), "it is not used")


def _drawn(initialize: Callable, kind: str, n_in: int, n_out: int, draws: int) -> np.ndarray:
    """So many draws of a layer, over the standard deviation that they must have."""
    weights = [_weights(initialize, kind, n_in, n_out).flatten() for _ in range(draws)]
    return torch.stack(weights).double().numpy() / VARIANCES[kind](n_in, n_out) ** 0.5


def _judge_variances(initialize: Callable, kind: str) -> None:
    """Many pairs of sizes, so that no other formula gives the same."""
    for n_in in SIDES:
        for n_out in SIDES:
            draws = -(-4000 // (n_in * n_out))
            numbers = _drawn(initialize, kind, n_in, n_out, draws)
            judge_size(numbers, f"for {kind} with {n_in} inputs and {n_out} units")


def _judge_laws(initialize: Callable, kind: str) -> None:
    for n_in, n_out in SMALL:
        numbers = _drawn(initialize, kind, n_in, n_out, 600)
        judge_numbers(numbers, f"for {kind} with {n_in} inputs and {n_out} units")
    for n_in, n_out in LARGE:
        numbers = _drawn(initialize, kind, n_in, n_out, 1).reshape(n_out, n_in)
        rows = numbers if n_out > n_in else numbers.T
        judge_numbers(rows, f"for {kind} with {n_in} inputs and {n_out} units")
