# A file manager's folder.
#
# scores: no student

work.call_me(".Trash-1000")
