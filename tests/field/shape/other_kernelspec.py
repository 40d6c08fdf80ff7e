# The student's environment has a name of its own, and another version of Python.
#
# scores: 3 3 2 2
# never: could not be read

with work.edit("vanishing") as notebook:
    notebook["metadata"]["kernelspec"] = {"name": "d2l-gpu", "display_name": "d2l", "language": "R"}
