# The last cell makes double the default.
#
# scores: 3 3 2 2

work.add("exploding", "torch.set_default_dtype(torch.float64)")
