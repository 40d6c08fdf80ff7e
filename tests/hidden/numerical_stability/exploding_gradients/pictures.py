"""What students see of their products, for numbers of factors that are no secret."""

import torch

from grading.checks.expect import expect


def test_exploding_product(submission, chart):
    """How many times longer the first row gets: your products, and where they should lie (gray)."""
    counts = torch.arange(0, 101, 10)
    growth = []
    for count in counts.tolist():
        result = submission.exploding_product(n_factors=count)
        expect(isinstance(result, tuple | list) and len(result) == 2, "Return M and the product.")
        matrices = [end for end in result if isinstance(end, torch.Tensor) and end.ndim == 2]
        expect(len(matrices) == 2 and all(map(len, matrices)), "Return two matrices.")
        before, after = (end[0].cdouble().norm() for end in matrices)
        growth.append(float(after / before))
    # The law of test_growth; one right product in five hundred lies outside of the area.
    half = torch.tensor(2.0, dtype=torch.float64)
    mean = counts * (half.log() + torch.digamma(half)) / 2
    room = 3.1 * (counts * torch.polygamma(1, half) / 4).sqrt()
    chart.xlabel, chart.ylabel, chart.log = "number of factors", "growth", True
    chart.expect_between(counts, (mean - room).exp(), (mean + room).exp())
    chart.points("yours", counts, growth)
