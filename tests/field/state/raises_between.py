# A cell between the exercises fails.
#
# scores: 3 3 2 2

work.add("vanishing", "1 / 0", before="plot_sigmoid_gradient")
