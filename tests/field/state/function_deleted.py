# The last cell tidies up.
#
# scores: 3 3 2 2

work.add("exploding", "del multiply_all, exploding_product")
