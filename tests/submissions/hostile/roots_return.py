# Would be root again: set-uid programs, capabilities, other users and groups, root's own sysctls.
#
# must: be refused
# needs: isolation

# %%
import ctypes, glob, os, subprocess

libc = ctypes.CDLL(None, use_errno=True)
header, all_of_them = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)
attempt("capabilities", lambda: 1 / (libc.capset(header, all_of_them) == 0))
attempt("an ambient one", lambda: 1 / (libc.prctl(47, 2, 21, 0, 0) == 0))
attempt("kept ones", lambda: 1 / (libc.prctl(24, 21, 0, 0, 0) == 0))
for user in (1, 1000, 65533):
    attempt(f"user {user}", lambda: os.setresuid(user, user, user))
    attempt(f"group {user}", lambda: os.setresgid(user, user, user))
attempt("groups", lambda: os.setgroups([0, 1, 27]))
for program in ("su", "sudo", "mount", "passwd", "newgrp", "pkexec", "fusermount3"):
    attempt(program, lambda: subprocess.run([program, "-c", "id"], capture_output=True, timeout=5, check=True).stdout)
for name in ("kernel/pid_max", "kernel/core_pattern", "vm/drop_caches", "kernel/randomize_va_space", "fs/protected_hardlinks"):
    attempt(name, lambda: open(f"/proc/sys/{name}", "w").write("1"))
attempt("a system request", lambda: open("/proc/sysrq-trigger", "w").write("h"))
attempt("a device", lambda: os.mknod("device", 0o20666, os.makedev(1, 1)))
attempt("a disk", lambda: [open(disk, "rb").read(1) for disk in glob.glob("/dev/[sv]d*")][0])
