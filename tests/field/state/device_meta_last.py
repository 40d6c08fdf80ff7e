# The last cell measures a model that it does not want to have in memory.
#
# scores: 3 3 2 2

work.add("exploding", "torch.set_default_device('meta')")
