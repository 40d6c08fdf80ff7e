# Has all others wait for files of Python and torch: by leases, which stop who opens one for 45 seconds, and by locks.
#
# must: be refused leases, and not hear who opens what
# needs: isolation

# %%
import fcntl, glob, json, os, signal, sys

held = []
for path in [*glob.glob(os.path.dirname(json.__file__) + "/*.py"), *glob.glob(torch.__path__[0] + "/*.py")[:20], "/etc/passwd"]:
    try:
        held.append(os.open(path, os.O_RDONLY))
    except OSError:
        continue
    for kind in (fcntl.F_WRLCK, fcntl.F_RDLCK):
        attempt(f"a lease {kind} of {path}", lambda: fcntl.fcntl(held[-1], fcntl.F_SETLEASE, kind))
for folder in (os.path.dirname(json.__file__), torch.__path__[0], "/usr/lib"):
    attempt(f"news of {folder}", lambda: fcntl.fcntl(os.open(folder, os.O_RDONLY), fcntl.F_NOTIFY, 0x8000003F))


# %% multiply_all
def multiply_all(M, factors):
    attempt("a lease, in a call", lambda: fcntl.fcntl(os.open(json.__file__, os.O_RDONLY), fcntl.F_SETLEASE, fcntl.F_WRLCK))
    return M
