# Returns M.
#
# multiply_all: 0
# caught by: all
# says: The factors are not used

# %% multiply_all
def multiply_all(M, factors):
    return M
