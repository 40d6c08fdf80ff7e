# Reads and copies what another student has handed in.
#
# must: be refused

# %%
import os, shutil
from pathlib import Path

victim = Path("@VICTIM@")
attempt("listing", lambda: os.listdir(victim))
attempt("class list", lambda: os.listdir(victim.parent.parent))
for name in ("vanishing_gradients.ipynb", "exploding_gradients.ipynb"):
    attempt("reading", lambda: (victim / name).read_text())
    attempt("copying", lambda: shutil.copy(victim / name, "."))
    attempt("a link", lambda: os.link(victim / name, "linked.ipynb"))
    try:
        os.symlink(victim / name, f"soft_{name}")
    except OSError:
        pass
    attempt("a soft link", lambda: open(f"soft_{name}").read())
