# Attaches to the grader and to its parent as a debugger, and reads their memory across processes.
#
# must: be refused
# needs: isolation

# %%
import ctypes, os

libc = ctypes.CDLL(None, use_errno=True)


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


mine = ctypes.create_string_buffer(8)
for pid in {int("@GRADER@"), os.getppid(), 1}:
    attempt(f"seize {pid}", lambda: 1 / (libc.ptrace(0x4206, pid, 0, 0) == 0))
    local, remote = Vector(ctypes.addressof(mine), 8), Vector(0x400000, 8)
    for call in (libc.process_vm_readv, libc.process_vm_writev):
        ctypes.set_errno(0)
        call(pid, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
        if ctypes.get_errno() not in (1, 3, 22, 38):
            loot(f"memory of {pid}: {ctypes.get_errno()}")
    attempt(f"a file of {pid}", lambda: 1 / (libc.syscall(438, os.pidfd_open(pid), 0, 0) >= 0))
    attempt(f"memory of {pid}", lambda: open(f"/proc/{pid}/mem", "r+b"))
