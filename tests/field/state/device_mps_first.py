# The student works on a Mac, and says so in the first cell.
#
# scores: 3 3 2 2

work.add(
    "vanishing",
    "device = 'mps' if torch.backends.mps.is_available() else 'cpu'\ntorch.set_default_device('mps')",
    before="sigmoid_gradient",
)
