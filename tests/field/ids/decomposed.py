# The folder comes from a Mac, which spells é as e with an accent; the registrar's list does not.
#
# scores: 3 3 2 2
# note: its folder's name was in another Unicode form
# never: class list

work.call_me("jose\u0301")
work.list_as("jos\u00e9")
