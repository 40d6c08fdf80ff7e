# A picture of 30 MB was shown.
#
# scores: 3 3 2 2
# never: could not be read

with work.edit("vanishing") as notebook:
    output = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"image/png": "aaaa" * 7_500_000},
    }
    notebook["cells"][-1]["outputs"] = [output]
