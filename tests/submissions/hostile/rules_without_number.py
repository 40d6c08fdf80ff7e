# Makes rules of Landlock and filters of seccomp, which Linux keeps in memory of no process.
#
# must: be refused

# %%
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
handled = (ctypes.c_uint64 * 3)(1, 1, 0)
attempt("a set of rules", lambda: 1 / (libc.syscall(444, handled, 16, 0) >= 0))
attempt("a rule", lambda: 1 / (libc.syscall(445, 3, 2, (ctypes.c_uint64 * 2)(1, 1), 0) >= 0))


class Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("program", ctypes.c_void_p)]


allow = (ctypes.c_uint64 * 1)(0x7FFF000000000006)
program = Filter(1, ctypes.addressof(allow))
attempt("a filter", lambda: 1 / (libc.syscall(317, 1, 0, ctypes.byref(program)) == 0))
attempt("a filter by prctl", lambda: 1 / (libc.prctl(22, 2, ctypes.byref(program), 0, 0) == 0))
