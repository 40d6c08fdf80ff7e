# A script was pasted that ends as scripts do.
#
# scores: 3 3 2 2

work.add("vanishing", "import sys\nsys.exit(0)", before="plot_sigmoid_gradient")
