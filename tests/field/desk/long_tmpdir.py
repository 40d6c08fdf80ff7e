# The folder for temporary files is so deep that no socket can be made in it.
#
# scores: status 2, 0 reports
# note: TMPDIR
# never: run it again

folder = desk.course.root / "/".join(["temporary"] * 10)
folder.mkdir(parents=True)
desk.run("grade --fresh", TMPDIR=str(folder))
