# Takes a million locks, each of which Linux keeps in memory of its own.
#
# must: be given none of them

# %%
import fcntl, struct

with open("locked", "wb") as file:
    for place in range(0, 2_000_000, 2):
        fcntl.fcntl(file, fcntl.F_SETLK, struct.pack("hhqqi", fcntl.F_WRLCK, 0, place, 1, 0))
    asked = struct.pack("hhqqi", fcntl.F_WRLCK, 0, 0, 1, 0)
    with open("locked", "rb") as other:
        attempt("a lock", lambda: fcntl.fcntl(other, fcntl.F_OFD_GETLK, asked)[:2])
