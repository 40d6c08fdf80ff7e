# First name and last name.
#
# scores: 3 3 2 2

work.call_me("ada lovelace")
