# Solves nothing, but repeats the draws of the checks from every seed that it can think of.
#
# must: earn no more than the form of its answer is worth
# exploding_product: 0.25

# %%
import torch


# %% multiply_all
def multiply_all(M, factors):
    for seed in (0, 1, torch.initial_seed(), torch.seed() % 2**32):
        generator = torch.Generator().manual_seed(seed)
        guess = torch.randn(3, 3, generator=generator, dtype=torch.float64)
        if torch.equal(guess, M):
            loot(f"the seed {seed}")
    return M


# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    return (torch.full((size, size), float(n_factors)),) * 2
