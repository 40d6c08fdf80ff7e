# Korean on a Mac, where each syllable is two or three signs; there is no class list.
#
# scores: 3 3 2 2
# note: its folder's name was in another Unicode form

import unicodedata

work.call_me(unicodedata.normalize("NFD", "김민준"))
work.list_as("김민준")
