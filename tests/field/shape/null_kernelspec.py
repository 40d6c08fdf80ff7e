# VS Code was never told which Python to use.
#
# scores: 3 3 2 2
# never: could not be read

with work.edit("vanishing") as notebook:
    notebook["metadata"] = {"kernelspec": None, "language_info": None}
