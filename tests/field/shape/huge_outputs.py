# A student has printed 25 MB.
#
# scores: 3 3 2 2
# never: could not be read

with work.edit("vanishing") as notebook:
    output = {
        "output_type": "stream",
        "name": "stdout",
        "text": "0.25, " * 4_000_000 + "\n" * 1_000_000,
    }
    notebook["cells"][-1]["outputs"] = [output]
