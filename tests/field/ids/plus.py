# The ids are telephone numbers.
#
# scores: 3 3 2 2

work.call_me("+491512345")
