# Has Linux allocate memory of its own by a single call each: a table for futexes, a policy for each page of a file.
#
# must: be refused

# %%
import ctypes, mmap, os, platform

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
attempt("256 MB for futexes", lambda: 1 / (libc.prctl(78, 1, 1 << 22, 0, 0) >= 0))
attempt("a processor for itself", lambda: 1 / (libc.prctl(62, 1, 0, 0, 0) >= 0))
attempt("pages that are compared with others'", lambda: 1 / (libc.prctl(67, 1, 0, 0, 0) >= 0))


def policies():
    os.truncate(os.open("sparse", os.O_RDWR | os.O_CREAT), 1 << 29)
    file = os.open("sparse", os.O_RDWR)
    start = libc.mmap(None, ctypes.c_size_t(1 << 29), 3, mmap.MAP_SHARED, file, ctypes.c_long(0))
    node, given = ctypes.c_ulong(1), 0
    for page in range(0, 1 << 29, 8192):
        place = ctypes.c_void_p(start + page)
        given += libc.syscall(237, place, ctypes.c_ulong(4096), 1, ctypes.byref(node), ctypes.c_ulong(64), 0) == 0
    return 1 / given and f"{given} policies"


if platform.machine() == "x86_64":
    attempt("policies of pages", policies)
    attempt("a policy", lambda: 1 / (libc.syscall(238, 0, None, 0) == 0))
    attempt("a table of segments", lambda: 1 / (libc.syscall(154, 1, ctypes.create_string_buffer(16), 16) == 0))
