# Two who work together have handed in a merge that git could not do.
#
# scores: - - 2 2
# note: it is not JSON

text = work.path("vanishing").read_text()
work.put("vanishing", text.replace(' "cells"', '<<<<<<< HEAD\n "cells"', 1))
