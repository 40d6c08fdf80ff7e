# A program in another language wrote `null` wherever there was nothing.
#
# scores: 3 3 2 2
# never: could not be read

with work.edit("vanishing") as notebook:
    notebook["metadata"] = None
    for cell in notebook["cells"]:
        cell["metadata"] = cell["metadata"] or None
        cell["attachments"] = cell["outputs"] = cell["execution_count"] = None
