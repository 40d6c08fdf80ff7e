# A script that joins notebooks has forgotten to say which format they are in.
#
# scores: 3 3 2 2
# never: could not be read

with work.edit("vanishing") as notebook:
    del notebook["nbformat"], notebook["nbformat_minor"]
