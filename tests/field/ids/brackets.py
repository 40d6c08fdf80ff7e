# A group's number in brackets.
#
# scores: - - - -
# note: the id holds `[`

work.call_me("[7]ada")
