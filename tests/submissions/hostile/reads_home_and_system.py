# Reads home folders, keys, logs, devices, and everything that Python's installation has no need of.
#
# must: be refused

# %%
import os, pwd
from pathlib import Path

homes = {Path("@HOME@"), Path(pwd.getpwuid(os.getuid()).pw_dir), Path(pwd.getpwnam("root").pw_dir), Path("/home")}
for home in homes:
    attempt(f"{home}", lambda: os.listdir(home) or 1 / 0)
    for name in (".ssh/id_rsa", ".netrc", ".bash_history", ".gitconfig", ".cache/canary", "canary"):
        attempt(f"{home}/{name}", lambda: (home / name).read_text())
other = 1 if os.getpid() != 1 else 2  # in a namespace we may be 1
files = ["/etc/shadow", "/etc/hosts", "/etc/hostname", "/proc/kcore", f"/proc/{other}/environ", "/dev/mem"]
files += ["/dev/kmsg", "/var/log/syslog", "/sys/class/net/lo/address", f"/proc/self/../{other}/cmdline", "/dev/vda"]
for file in files:
    attempt(file, lambda: open(file, "rb").read(64))
for folder in ("/", "/tmp", "/var", "/run", "/proc", "/etc", "/dev", "/opt", "/srv", "/mnt", "/root", "/sys"):
    attempt(folder, lambda: os.listdir(folder) or 1 / 0)
