# In its own cell the name is given to a result.
#
# scores: 3 3 0 2
# shown: is now of type Tensor, not a function

work.answer(
    "exploding",
    "multiply_all",
    """def multiply_all(M, factors):
    return M

multiply_all = multiply_all(torch.eye(2), [])
""",
)
