# A program has nested an output in itself.
#
# scores: - - 2 2
# note: vanishing_gradients.ipynb: This notebook could not be read

text = work.path("vanishing").read_text()
work.put(
    "vanishing",
    text.replace('"outputs": []', '"outputs": [' + "[" * 100_000 + "]" * 100_000 + "]", 1),
)
