# The last cell turns gradients off.
#
# scores: 3 3 2 2

work.add("vanishing", "torch.set_grad_enabled(False)")
