# A Mac's archive of the class was unpacked.
#
# scores: no student

work.call_me("__MACOSX")
