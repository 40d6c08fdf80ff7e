# Leaves state for the kernel of the other notebook, and looks for what that one has left.
#
# must: find nothing

# %%
import os, socket
from pathlib import Path

places = [Path(os.environ["HOME"]), Path(os.environ["HOME"]).parent, Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")]
places += [Path("@OUTSIDE@"), Path.home()]
for place in places:
    attempt(f"state in {place}", lambda: (place / "state_of_an_attack").read_text())
for place in places:
    try:
        (place / "state_of_an_attack").write_text("here")
    except OSError:
        pass
attempt("a listener of the other's", lambda: socket.socket(socket.AF_UNIX).connect("\0state"))
