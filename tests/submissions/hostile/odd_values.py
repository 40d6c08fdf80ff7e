# Returns what no check expects: endless, huge, deep, wrongly typed, missing.
#
# must: earn nothing, and be no fault of the grader's

# %%
import torch

deep = []
for _ in range(500):
    deep = [deep]
values = [None, True, 10**4000, -(2**63), float("nan"), "x" * 10**6, deep, {}, b"x", 1j, [None] * 10**6, ..., (), [[]]]
values += [torch.zeros(()), [torch.zeros(0)] * 1000, torch.Generator(), torch.device("cpu"), torch.device("meta")]
count = iter(range(10**6))


def another(*args, **kwargs):
    return values[next(count) % len(values)]


# %% sigmoid_gradient
sigmoid_gradient = another

# %% multiply_all
multiply_all = another

# %% exploding_product
exploding_product = lambda **kwargs: (another(), another()) if kwargs.get("n_factors") else another()
