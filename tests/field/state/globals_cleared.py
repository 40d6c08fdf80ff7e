# The last cell clears all names by hand.
#
# scores: 3 3 2 2

work.add(
    "vanishing",
    "for name in [n for n in globals() if n[0] != '_' and n not in ('In', 'Out')]:\n    del globals()[name]",
)
