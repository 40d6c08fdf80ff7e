# The photograph is of a very good camera.
#
# scores: - 2 -
# note: pictures

with work.edit("averages.ipynb") as notebook:
    for cell in notebook["cells"]:
        if cell["id"] == "explain":
            cell["source"] = "![x](attachment:x.png)"
            cell["attachments"] = {"x.png": {"image/png": "aaaa" * 10_000_000}}
