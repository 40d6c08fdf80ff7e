# `quit` without parentheses does the same in IPython.
#
# scores: 3 3 2 2

work.add("vanishing", "quit", before="plot_sigmoid_gradient")
