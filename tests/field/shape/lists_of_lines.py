# Each source is a list of lines, with the line ends of Windows.
#
# scores: 3 3 2 2
# never: edited

with work.edit("vanishing") as notebook:
    for cell in notebook["cells"]:
        cell["source"] = [line.replace("\n", "\r\n") for line in cell["source"].splitlines(True)]
