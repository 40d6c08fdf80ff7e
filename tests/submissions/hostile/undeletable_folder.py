# Makes its folder as hard to remove as can be: deep, closed, oddly named, marked, full of pipes.
#
# must: leave nothing behind
# needs: isolation

# %%
import fcntl, os, stat

os.chdir(os.environ["HOME"])
for name in ("-rf", "new\nline", "\udcff", " ", "--no-preserve-root", "*", "$(touch x)", "`id`"):
    os.makedirs(name + "/-r", exist_ok=True)
    open(name + "/-f", "w").close()
os.mkfifo("pipe")
for name in ("closed", "sticky", "work/closed"):
    os.mkdir(name)
    open(f"{name}/file", "w").close()
    try:
        fcntl.ioctl(os.open(f"{name}/file", os.O_RDONLY), 0x40086602, b"\x30" + bytes(7))  # immutable, append
    except OSError:
        pass
    os.chmod(f"{name}/file", 0)
    os.chmod(name, 0)
os.mkdir("without", 0)
for _ in range(500):
    os.mkdir("deep" * 50)
    os.chdir("deep" * 50)
