# Reads memory, files, folders and command lines of the grader and of other processes in /proc.
#
# must: be refused

# %%
import os

others = {int("@GRADER@"), os.getppid() or 1, 1} - {os.getpid()}  # in a namespace we may be 1
for pid in others:
    for name in ("environ", "maps", "mem", "cmdline", "status", "stat", "stack", "auxv", "smaps", "io"):
        attempt(f"{name} of {pid}", lambda: open(f"/proc/{pid}/{name}", "rb").read(64))
    for name in ("fd", "fdinfo", "task", "cwd", "root", "map_files", "ns"):
        attempt(f"{name} of {pid}", lambda: os.listdir(f"/proc/{pid}/{name}") or 1 / 0)
        attempt(f"link {name} of {pid}", lambda: os.readlink(f"/proc/{pid}/{name}"))
    attempt(f"program of {pid}", lambda: os.readlink(f"/proc/{pid}/exe"))
    for number in range(64):
        attempt(f"file {number} of {pid}", lambda: os.open(f"/proc/{pid}/fd/{number}", os.O_RDONLY))
attempt("list of processes", lambda: [name for name in os.listdir("/proc") if name.isdigit()])
for way in ("/proc/self/root", "/proc/self/cwd/../..", f"/proc/{os.getpid()}/root", "/dev/fd/../root"):
    attempt(way, lambda: os.listdir(way + "@COURSE@"))
