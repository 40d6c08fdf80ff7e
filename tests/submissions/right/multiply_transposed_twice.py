# (AB)^T = B^T A^T.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    pT = M.T
    for f in factors:
        pT = f.T @ pT
    return pT.T
