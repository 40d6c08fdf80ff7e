# The call stands behind the usual guard of a script.
#
# scores: 3 3 2 2

work.answer(
    "exploding",
    "multiply_all",
    """if __name__ == '__main__':
    def multiply_all(M, factors):
        for F in factors:
            M = M @ F
        return M
""",
)
