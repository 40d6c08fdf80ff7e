# torch.chain_matmul, with its warning.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    return torch.chain_matmul(M, *factors) if factors else M
