# Leaves links to the course in its folder, for the grader to follow, copy, empty or remove.
#
# must: leave all that they lead to as it was

# %%
import os
from pathlib import Path

home = Path(os.environ["HOME"])
targets = ["@COURSE@", "@VICTIM@", "@OUTSIDE@", "/", "/proc/self/root", ".."]
for i, target in enumerate(targets):
    for folder in (home, home / "work", home / "matplotlib", home / "ipython"):
        try:
            folder.mkdir(exist_ok=True)
            os.symlink(target, folder / f"link{i}", target_is_directory=True)
        except OSError:
            pass
    attempt(f"through a link to {target}", lambda: os.listdir(home / f"link{i}") if i < 5 else 1 / 0)
attempt("a hard link", lambda: os.link("@OUTSIDE@/here", "hard"))
os.rename(home / "matplotlib", home / "moved")
os.symlink("@OUTSIDE@", home / "matplotlib")
attempt("its own folder", lambda: os.rename(home, home.with_name("other")))
attempt("a link beside it", lambda: os.symlink("@OUTSIDE@", home.with_name("link")))
