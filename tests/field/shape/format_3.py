# Saved by a Jupyter of ten years ago.
#
# scores: 3 3 2 2
# note: older notebook format 3

import nbformat

notebook = nbformat.read(work.path("vanishing"), as_version=4)
nbformat.write(nbformat.convert(notebook, 3), work.path("vanishing"), version=3)
