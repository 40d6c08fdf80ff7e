# The student version as it was handed out.
#
# sigmoid_gradient: 0
# plot_sigmoid_gradient: 0
# multiply_all: 0
# exploding_product: 0
