# Makes itself root elsewhere: user namespaces in a namespace, mounts, another root, set-uid programs.
#
# must: be refused
# needs: isolation

# %%
import ctypes, os, subprocess

libc = ctypes.CDLL(None, use_errno=True)
for flag in (0x10000000, 0x00020000, 0x20000000, 0x40000000, 0x04000000, 0x08000000, 0x02000000, 0x80):
    attempt(f"unshare {flag:x}", lambda: 1 / (libc.unshare(flag) == 0))
    child = libc.syscall(56, flag | 17, 0, 0, 0, 0)  # clone
    if child == 0:
        os._exit(0)
    if child > 0 and flag not in (0x80, 0x04000000, 0x08000000, 0x02000000):
        loot(f"clone {flag:x}")
os.mkdir("root")
attempt("chroot", lambda: os.chroot("root"))
attempt("a mount", lambda: 1 / (libc.mount(b"none", b"root", b"tmpfs", 0, None) == 0))
attempt("a bind mount", lambda: 1 / (libc.mount(b"@COURSE@", b"root", None, 4096, None) == 0))
for kind in ("user", "mnt", "net", "pid"):
    attempt(f"namespace {kind}", lambda: 1 / (libc.setns(os.open(f"/proc/@GRADER@/ns/{kind}", 0), 0) == 0))
attempt("another user", lambda: os.setuid(1))
attempt("a map", lambda: open("/proc/self/uid_map", "w").write("0 0 1"))
for command in (["unshare", "-r", "true"], ["su", "-c", "true"], ["sudo", "-n", "true"], ["mount", "-t", "tmpfs", "x", "root"]):
    attempt(" ".join(command), lambda: subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True))
