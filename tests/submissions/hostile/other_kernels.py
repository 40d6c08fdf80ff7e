# Looks for the scratch folders, keys and sockets of the kernels that run at the same time.
#
# must: be refused

# %%
import glob, os, socket
from pathlib import Path

mine = Path(os.environ["HOME"])
for above in (mine.parent, mine.parent.parent, Path("/tmp"), Path("/var/tmp")):
    attempt(f"{above}", lambda: os.listdir(above))
    attempt(f"{above} globbed", lambda: [p for p in glob.glob(f"{above}/kernel-*/*/connection.json") if str(mine.parent) not in p][0])
for number in range(1, 6):
    server = socket.socket(socket.AF_UNIX)
    attempt("my own grader", lambda: server.connect(str(mine.parent / f"sockets/socket-{number}")))
attempt("a listener", lambda: socket.socket(socket.AF_UNIX).connect("@SOCKET@"))
