# An id that would turn round what stands after it.
#
# scores: - - - -
# note: cannot be printed

work.call_me("mia\u202e001")
