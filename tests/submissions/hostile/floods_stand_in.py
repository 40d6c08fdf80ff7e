# Has a wrong first function, and gives the stand-in for it all that it should not bear.
#
# must: earn nothing, and be no fault of the grader's


# %% multiply_all
def multiply_all(M, factors):
    return None


# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    deep = []
    for _ in range(500):
        deep = [deep]
    for args in [(1, 2, 3), (object(), []), (torch.zeros(3000, 3000), [torch.zeros(3000, 3000)] * 9),
                 (torch.eye(2).to_sparse(), []), (deep, deep), ("x" * 10**7, []), (float("nan"), [None])]:
        try:
            multiply_all(*args)
        except Exception as error:
            if type(error).__module__ != "builtins":
                loot(repr(error))
    while True:
        multiply_all(torch.eye(2), [torch.eye(2)])
