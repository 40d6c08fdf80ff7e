# Makes its read-only view of files writable again: by mounts, remounts, attributes, links and other roots.
#
# must: be refused
# needs: isolation

# %%
import ctypes, os, subprocess, sys

libc = ctypes.CDLL(None, use_errno=True)
writable = (ctypes.c_uint64 * 4)(0, 1)
attempt("attributes", lambda: 1 / (libc.syscall(442, -100, b"/", 0x8000, writable, 32) == 0))
attempt("a remount", lambda: 1 / (libc.mount(None, b"/", None, 32 | 4096, None) == 0))
attempt("a bind", lambda: 1 / (libc.mount(b"/etc", os.getcwd().encode(), None, 4096, None) == 0))
attempt("an overlay", lambda: 1 / (libc.mount(b"overlay", b"/usr", b"overlay", 0, b"lowerdir=/usr,upperdir=.,workdir=.") == 0))
attempt("an end", lambda: 1 / (libc.umount2(os.environ["HOME"].encode(), 2) == 0))
attempt("another root", lambda: os.chroot("."))
attempt("the time of a file", lambda: [os.utime("@OUTSIDE@/here", (1, 1)), 1 / (os.stat("@OUTSIDE@/here").st_mtime == 1)])
other_roots = [f"/proc/{process}/root" for process in ("self", 1)]
for folder in ("@OUTSIDE@", sys.prefix, *(f"{root}/tmp" for root in ["", *other_roots])):
    path = os.path.join(folder, "an_attack_new")
    attempt(path, lambda: open(path, "w"))
    attempt(f"a link {path}", lambda: os.link("@OUTSIDE@/here", path))
