# The class list was written on a Mac, and the folder was made elsewhere.
#
# scores: 3 3 2 2
# note: its folder's name was in another Unicode form

work.call_me("zo\u00eb")
work.list_as("zoe\u0308")
