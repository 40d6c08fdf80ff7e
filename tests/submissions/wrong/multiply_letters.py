# One einsum with a letter for each axis, of which there are 52.
#
# multiply_all: 1.75
# caught by: test_any_number
# says: raised IndexError
# visible check passes: multiply_all

# %% multiply_all
import string

def multiply_all(M, factors):
    pairs = [string.ascii_letters[i : i + 2] for i in range(len(factors) + 1)]
    result = pairs[0][0] + pairs[-1][1]
    return torch.einsum(",".join(pairs) + "->" + result, M, *factors)
