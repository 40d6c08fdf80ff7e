# Answers with matrices that are as large as an answer may be, singular, subnormal and ill-conditioned.
#
# must: be judged in no more time than others

# %% multiply_all
def multiply_all(M, factors):
    return torch.full((700, 700), 5e-324, dtype=M.dtype)

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    n = 700 if size < 24 else size
    M = torch.full((n, n), 1e-45, device=device)
    M.diagonal().copy_(torch.logspace(-44, 38, n))
    return M, M.clone()
