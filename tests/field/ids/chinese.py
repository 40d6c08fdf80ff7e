# A student's name as it is.
#
# scores: 3 3 2 2

work.call_me("王小明")
