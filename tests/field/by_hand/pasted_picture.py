# A photograph of the proof was pasted into the answer.
#
# scores: - 2 -
# shown: <img src="data:image/png;base64,aGVsbG8="*proof
# never: edited

with work.edit("averages.ipynb") as notebook:
    for cell in notebook["cells"]:
        if cell["id"] == "explain":
            cell["source"] = "My proof:\n\n![my proof](attachment:image.png)"
            cell["attachments"] = {"image.png": {"image/png": "aGVsbG8="}}
