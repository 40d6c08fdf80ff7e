# The last cell kills its kernel.
#
# scores: 3 3 2 2

work.add("exploding", "import os\nos._exit(1)")
