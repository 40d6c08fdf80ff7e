# Batches of one.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    P = M.unsqueeze(0)
    for F in factors:
        P = torch.bmm(P, F.unsqueeze(0))
    return P.squeeze(0)
