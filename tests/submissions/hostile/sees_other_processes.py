# Looks at what /proc and the system say of others: commands, environments, files, memory, sockets, logs.
#
# must: learn nothing of them
# needs: isolation

# %%
import ctypes, glob, os

me = {str(os.getpid()), "self", "thread-self"}
for name in ("environ", "maps", "mem", "cwd", "root", "exe", "fd", "io", "stack", "auxv", "cmdline"):
    for path in glob.glob(f"/proc/[0-9]*/{name}"):
        if path.split("/")[2] not in me:
            attempt(path, lambda: os.readlink(path) if name in ("cwd", "root", "exe") else os.listdir(path) if name == "fd" else open(path, "rb").read(64) or 1 / 0)
for path in ("/proc/keys", "/proc/kmsg", "/proc/kcore", "/proc/locks", "/proc/timer_list", "/dev/kmsg", "/var/log/syslog", "/run/utmp", "/proc/sysvipc/shm"):
    attempt(path, lambda: open(path, "rb").read(64) or 1 / 0)
attempt("the log", lambda: 1 / (ctypes.CDLL(None).klogctl(3, ctypes.create_string_buffer(64), 64) > 0))
