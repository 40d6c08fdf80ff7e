# Answers with lists of lists, a million items, numbers of a million digits, and generators by the hundred.
#
# must: be refused, and take the grader no time

# %% sigmoid_gradient
def sigmoid_gradient(x):
    return [[0.5] * 1000 for _ in range(1000)]

# %% multiply_all
def multiply_all(M, factors):
    return 7 ** 3_000_000

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    return [torch.Generator().manual_seed(n) for n in range(800)], ("x" * 1000, ) * 3000
