# An id that a spreadsheet would take for a formula.
#
# scores: 3 3 2 2

work.call_me("=ada")
