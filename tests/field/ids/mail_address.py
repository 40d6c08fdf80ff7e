# The learning management system knows its users by their addresses.
#
# scores: 3 3 2 2

work.call_me("ada@uni.example")
