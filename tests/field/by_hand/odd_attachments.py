# Attachments that are no pictures, and pictures that are none.
#
# scores: - 2 -
# shown: My proof
# never: svg+xml

with work.edit("averages.ipynb") as notebook:
    for cell in notebook["cells"]:
        if cell["id"] == "explain":
            cell["source"] = (
                "My proof ![x](attachment:x.svg) ![y](attachment:y.png) ![z](attachment:z)"
            )
            cell["attachments"] = {
                "x.svg": {"image/svg+xml": "<svg/>"},
                "y.png": {"image/png": "<&>"},
                "z": None,
            }
