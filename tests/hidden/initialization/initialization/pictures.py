"""What students see of their functions, for a network that is no secret."""

import torch

from grading.checks.expect import expect

DEPTH, WIDTH = 10, 64


def draw_network(scale: float):
    """The weights of a network as in the notebook, a batch, and a gradient at its output."""
    generator = torch.Generator().manual_seed(0)
    weights = [scale * torch.randn(WIDTH, WIDTH, generator=generator) for _ in range(DEPTH)]
    x, gradient = (torch.randn(32, WIDTH, generator=generator) for _ in range(2))
    return weights, x, gradient


def gradients(weights, x, gradient) -> list[torch.Tensor]:
    """The root mean square of the gradient at each layer."""
    layers, back = [x], [gradient]
    for weight in weights:
        layers.append((layers[-1] @ weight.T).clamp(min=0))
    for weight, h in zip(weights[::-1], layers[:0:-1], strict=True):
        back.append((back[-1] * (h > 0)) @ weight)
    return [values.square().mean().sqrt() for values in back[::-1]]


def test_signal_and_gradient(submission, chart):
    """Your gradient at each of ten layers, and what to expect (gray): weights of size 0.1."""
    network = draw_network(0.1)
    chart.xlabel, chart.ylabel, chart.log = "layer", "gradient", True
    chart.expect("gradient", list(range(DEPTH + 1)), torch.stack(gradients(*network)))
    result = submission.signal_and_gradient(*network)
    expect(isinstance(result, tuple | list) and len(result) == 2, "Return two lists.")
    values = [float(value) for value in result[1]]
    chart.points("yours", list(range(len(values))), values)


def test_plot_gradients(submission, chart):
    """What you drew, over the curves to expect (gray), for weights of three sizes."""
    networks = {
        name: draw_network(scale) for name, scale in [("0.1", 0.1), ("0.2", 0.2), ("0.3", 0.3)]
    }
    chart.xlabel, chart.ylabel, chart.log = "layer", "gradient", True
    for name, network in networks.items():
        chart.expect(name, list(range(DEPTH + 1)), torch.stack(gradients(*network)))
    _, x, gradient = networks["0.1"]
    submission.plot_gradients(
        list(networks), [weights for weights, _, _ in networks.values()], x, gradient
    )
    chart.curves(submission.figures)
    expect(len(chart.student_series) > 0, "No curve was drawn.")
