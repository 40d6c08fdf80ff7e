# A program that knows only floats has saved the notebook.
#
# scores: 3 3 2 2
# never: could not be read

with work.edit("vanishing") as notebook:
    notebook["nbformat"], notebook["nbformat_minor"] = 4.0, 5.0
