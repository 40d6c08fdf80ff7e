# Letters that other programs trip over.
#
# scores: 3 3 2 2

work.call_me("o'neil{0}%d+1")
