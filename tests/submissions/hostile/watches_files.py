# Has itself told which files others open: the names of students, of checks, of other kernels' folders.
#
# must: be refused

# %%
import ctypes, os

libc = ctypes.CDLL(None, use_errno=True)
for folder in (b"@COURSE@/submitted", b"@COURSE@/tests/hidden", b"/tmp", b"@OUTSIDE@"):
    watch = libc.inotify_init()
    attempt(f"inotify of {folder}", lambda: 1 / (libc.inotify_add_watch(watch, folder, 0xFFF) >= 0))
group = libc.fanotify_init(0x200, 0)
attempt("fanotify", lambda: 1 / (libc.fanotify_mark(group, 1, ctypes.c_uint64(0x120), -100, b"@COURSE@") == 0))
