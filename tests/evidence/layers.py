"""Judges `signal_and_gradient` by the words of exercise 3, with networks in plain Python.

> The network has no biases, and a ReLU after *each* layer: h_0 is `x`, and
> h_l = ReLU(h_(l-1) W_l^T). Each row of `x` is an example.
> `gradient` is what arrives at the last h_L: the gradient with respect to h_L. From it follow those
> with respect to h_(L-1) and so on, down to h_0.
> Return two lists of L + 1 numbers, from h_0 to h_L: the root mean square of h_l, and that of the
> gradient with respect to it. The root mean square is the root of the mean of the squares of *all*
> entries.
> None of the arguments is changed, even where they require gradients.
> Without any layers, the numbers are those of `x` and `gradient` themselves.

The slope of a ReLU at 0 is left open, so no sum is 0 where a gradient still comes from behind it.
Numbers may be Python's, numpy's or torch's, and the lists tuples, deques, arrays or tensors.
"""

import math
import operator
import random
from collections import deque
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch
from evidence.wrong import Wrong, call, demand

Matrix = list[list[float]]

SIZES = [[1, 1], [2, 5], [5, 2, 1], [3, 5, 4, 6], [4, 4, 4, 4], [1, 9, 3, 8], [2, 16, 16, 16, 1]]
SIZES += [[6, 7] * 6, [12] * 21]
EXAMPLES = (1, 4, 9)
PRECISION = {torch.float64: 1e-5, torch.float32: 1e-4}
CLEAR = 1e-4  # how near to 0 a sum may be, next to the largest


def judge(signal_and_gradient: Callable) -> None:
    """Try networks of many sizes, with small and large numbers, dead layers, and without layers."""
    numbers = random.Random(17)
    for sizes in SIZES:
        for examples in EXAMPLES:
            _judge_one(signal_and_gradient, *_network(numbers, sizes, examples))
    for gain in (0.01, 30.0):
        _judge_one(signal_and_gradient, *_network(numbers, [8] * 9, 6, gain))
    weights, x, gradient = _network(numbers, [5, 6, 4], 6)
    positive, negative = ([_with_sign(each, sign) for each in weights] for sign in (1, -1))
    _judge_one(signal_and_gradient, [weights[0], negative[1]], x, gradient)
    _judge_one(signal_and_gradient, positive, _with_sign(x, 1), gradient)
    for examples in EXAMPLES:
        _judge_one(signal_and_gradient, [], x[:examples], x[-examples:])
    half = [[0.5 * (i == j) for j in range(4)] for i in range(4)]
    _judge_one(signal_and_gradient, [half] * 3, [[1.0, 2.0, 3.0, 4.0]] * 2, [[1.0] * 4] * 2)


def _network(
    numbers: random.Random, sizes: list[int], examples: int, gain: float = 1.0
) -> tuple[list[Matrix], Matrix, Matrix]:
    """Random weights, x and gradient, such that it is clear which units are active."""

    def draw(rows: int, columns: int, scale: float) -> Matrix:
        return [[numbers.gauss(0, scale) for _ in range(columns)] for _ in range(rows)]

    while True:
        weights = [draw(n_out, n_in, gain * (2 / n_in) ** 0.5) for n_in, n_out in pairwise(sizes)]
        x, gradient = draw(examples, sizes[0], 3.0), draw(examples, sizes[-1], 3.0)
        if all(_is_clear(each) for each in _sums(weights, x)):
            return weights, x, gradient


def _is_clear(z: Matrix) -> bool:
    """Whether no sum is near 0; it is where all of its inputs are dead."""
    values = [abs(each) for row in z for each in row]
    return min(values) > CLEAR * max(values)


def _with_sign(matrix: Matrix, sign: int) -> Matrix:
    return [[sign * abs(value) for value in row] for row in matrix]


def _times(a: Matrix, b: Matrix) -> Matrix:
    """Row times column."""
    columns = list(zip(*b, strict=True))
    return [[sum(p * q for p, q in zip(r, c, strict=True)) for c in columns] for r in a]


def _sums(weights: list[Matrix], x: Matrix) -> list[Matrix]:
    """What arrives at the ReLUs of each layer."""
    found, h = [], x
    for weight in weights:
        found.append(_times(h, [list(column) for column in zip(*weight, strict=True)]))
        h = [[max(z, 0.0) for z in row] for row in found[-1]]
    return found


def _expected(weights: list[Matrix], x: Matrix, gradient: Matrix) -> list[list[float]]:
    """Both lists."""
    sums = _sums(weights, x)
    signals = [x, *([[max(z, 0.0) for z in row] for row in each] for each in sums)]
    back = [gradient]
    for weight, z in zip(reversed(weights), reversed(sums), strict=True):
        passed = [
            [g if s > 0 else 0.0 for g, s in zip(*rows, strict=True)]
            for rows in zip(back[0], z, strict=True)
        ]
        back.insert(0, _times(passed, weight))
    return [[_root_mean_square(each) for each in part] for part in (signals, back)]


def _root_mean_square(matrix: Matrix) -> float:
    values = [value for row in matrix for value in row]
    return math.sqrt(math.fsum(value * value for value in values) / len(values))


def _judge_one(
    signal_and_gradient: Callable, weights: list[Matrix], x: Matrix, gradient: Matrix
) -> None:
    expected = _expected(weights, x, gradient)
    for dtype, precision in PRECISION.items():
        what = f"with {len(weights)} layers and {len(x)} examples in {dtype}"
        for state in STATES:
            tensors = [state(torch.tensor(each, dtype=dtype)) for each in [*weights, x, gradient]]
            found = _unchanged(signal_and_gradient, tensors, what)
            for name, numbers, wanted in zip(("signal", "gradient"), found, expected, strict=True):
                demand(len(numbers) == len(wanted), f"{len(numbers)} numbers of a {name} {what}")
                near = np.allclose(numbers, wanted, rtol=precision, atol=0)
                demand(near, f"the {name} is another {what}")


def _with_grad(tensor: torch.Tensor) -> torch.Tensor:
    """A leaf that has a gradient already."""
    leaf = tensor.requires_grad_()
    leaf.grad = torch.full_like(tensor, 0.5)
    return leaf


# The same numbers as a plain tensor, a leaf, one with a gradient, a result, and as a view.
STATES: list[Callable[[torch.Tensor], torch.Tensor]] = [
    torch.clone,
    torch.Tensor.requires_grad_,
    _with_grad,
    lambda tensor: tensor.requires_grad_() * 1.0,
    lambda tensor: tensor.T.contiguous().T,
]


def _unchanged(
    signal_and_gradient: Callable, tensors: list[torch.Tensor], what: str
) -> list[list[float]]:
    """Both lists, once it is known that they are, and that no argument has changed."""
    values = [tensor.detach().clone() for tensor in tensors]
    flags = [(tensor.requires_grad, tensor.grad_fn) for tensor in tensors]
    grads = [tensor.grad.clone() if _has_grad(tensor) else None for tensor in tensors]
    *weights, x, gradient = tensors
    result = call(signal_and_gradient, weights, x, gradient)
    same = len(weights) == len(tensors) - 2 and all(map(operator.is_, weights, tensors))
    demand(same, f"the list of weights has changed {what}")
    demand(all(map(torch.equal, tensors, values)), f"an argument has changed {what}")
    now = [(tensor.requires_grad, tensor.grad_fn) for tensor in tensors]
    demand(now == flags, f"an argument needs other gradients {what}")
    for tensor, grad in zip(tensors, grads, strict=True):
        kept = torch.equal(tensor.grad, grad) if grad is not None else not _has_grad(tensor)
        demand(kept, f"the .grad of an argument has changed {what}")
    is_pair = isinstance(result, list | tuple) and len(result) == 2
    demand(is_pair, f"it does not return two lists {what}")
    return [_numbers(part, what) for part in result]


def _has_grad(tensor: torch.Tensor) -> bool:
    return (tensor.is_leaf or tensor.retains_grad) and tensor.grad is not None


def _numbers(part: object, what: str) -> list[float]:
    """A list as Python's numbers."""
    is_list = isinstance(part, list | tuple | deque | np.ndarray | torch.Tensor)
    demand(is_list, f"a {type(part).__name__} in place of a list {what}")
    demand(not any(isinstance(each, str | complex) for each in part), f"no numbers {what}")
    try:
        return [float(each) for each in part]
    except Exception as error:
        raise Wrong(f"no numbers {what}: {error!r}") from error
