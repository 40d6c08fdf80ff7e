# The pasted picture was made smaller by hand, with a tag; the name of the second one has a space.
#
# scores: - 2 -
# shown: data:image/gif;base64,d29ybGQ=*data:image/jpeg;base64,aGVsbG8=

with work.edit("averages.ipynb") as notebook:
    for cell in notebook["cells"]:
        if cell["id"] == "explain":
            cell["source"] = (
                '<img src="attachment:a.jpg" width="300">\n\n![b](attachment:my%20b.gif)'
            )
            cell["attachments"] = {
                "a.jpg": {"image/jpeg": "aGVsbG8="},
                "my b.gif": {"image/gif": "d29ybGQ="},
            }
