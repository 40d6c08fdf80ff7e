# Reads the hidden checks, the source, the gradebook and the configuration, in a dozen ways.
#
# must: be refused

# %%
import glob, mmap, os, shutil, sqlite3, subprocess
from pathlib import Path

course = Path("@COURSE@")
paths = ["tests/hidden", "source", "gradebook.db", "nbgrader_config.py", "autograded", "feedback", "."]
for path in [course / path for path in paths]:
    attempt(f"{path} listed", lambda: os.listdir(path) or 1 / 0)
    attempt(f"{path} walked", lambda: [str(p) for p in path.rglob("*")] or 1 / 0)
    attempt(f"{path} read", lambda: path.read_bytes())
    attempt(f"{path} by cat", lambda: subprocess.run(["grep", "-r", "canary", path], capture_output=True).stdout or 1 / 0)
    attempt(f"{path} copied", lambda: shutil.copytree(path, "stolen", dirs_exist_ok=True))
attempt("globbed", lambda: glob.glob("@COURSE@/**/*", recursive=True) or 1 / 0)
attempt("sqlite", lambda: sqlite3.connect("file:@COURSE@/gradebook.db?mode=ro", uri=True).execute("select * from student").fetchall())
attempt("execl", lambda: os.open("@COURSE@/tests", os.O_PATH) and os.listdir(os.open("@COURSE@/tests", os.O_PATH)))
os.chdir("@COURSE@")
attempt("from within", lambda: os.listdir() or 1 / 0)
attempt("from above", lambda: os.listdir("..") or 1 / 0)


# %% multiply_all
def multiply_all(M, factors):
    print(Path("@COURSE@/tests/hidden").rglob("*.py"))
