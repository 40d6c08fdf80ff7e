# Multiplies the two halves of the list first.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    def together(matrices):
        if len(matrices) == 1:
            return matrices[0]
        middle = len(matrices) // 2
        return together(matrices[:middle]) @ together(matrices[middle:])

    return together([M, *factors])
