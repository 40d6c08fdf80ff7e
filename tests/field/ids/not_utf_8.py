# An archive of an old Windows machine was unpacked.
#
# scores: - - - -
# note: not UTF-8

work.call_me(b"m\xfcller")
