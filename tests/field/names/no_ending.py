# Both notebooks have lost their endings.
#
# scores: 3 3 2 2
# note: `exploding_gradients`

for name in ["vanishing", "exploding"]:
    work.rename(name, work.path(name).stem)
