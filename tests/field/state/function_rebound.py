# Further down the function's name is given to its result.
#
# scores: 3 3 2 2

work.add("exploding", "M = torch.eye(2)\nmultiply_all = multiply_all(M, [M])")
