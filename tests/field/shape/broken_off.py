# The upload broke off.
#
# scores: - - 2 2
# note: vanishing_gradients.ipynb: This notebook could not be read: it is not JSON

text = work.path("vanishing").read_text()
work.put("vanishing", text[: len(text) // 2])
