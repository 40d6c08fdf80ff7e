# Writes into the course, /tmp, the home folder, Python's installation and everything else.
#
# must: be refused

# %%
import os, pwd, site, sys, tempfile
from pathlib import Path

folders = ["@COURSE@", "@COURSE@/release", "@COURSE@/tests/hidden", "@COURSE@/autograded", "@COURSE@/feedback"]
folders += ["@VICTIM@", "@OUTSIDE@", "/tmp", "/var/tmp", "/run", "/", "/usr/lib", "/etc", sys.prefix]
folders += [pwd.getpwuid(os.getuid()).pw_dir, *site.getsitepackages(), os.path.dirname(os.__file__)]
for folder in map(Path, folders):
    name = folder / "left_by_an_attack"
    attempt(f"a file in {folder}", lambda: name.write_text("here"))
    name.unlink() if name.exists() and "@OUTSIDE@" not in str(folder) else None
    attempt(f"a folder in {folder}", lambda: [name.with_suffix(".d").mkdir(), name.with_suffix(".d").rmdir()])
    attempt(f"a link in {folder}", lambda: [os.symlink("/", name.with_suffix(".l")), os.unlink(name.with_suffix(".l"))])
    attempt(f"a pipe in {folder}", lambda: [os.mkfifo(name.with_suffix(".p")), os.unlink(name.with_suffix(".p"))])
    attempt(f"no name in {folder}", lambda: os.open(folder, os.O_TMPFILE | os.O_RDWR))
attempt("appending", lambda: open("@OUTSIDE@/here", "a").write("more"))
attempt("truncating", lambda: os.truncate("@OUTSIDE@/here", 3))
attempt("renaming", lambda: os.rename("@OUTSIDE@/here", "@OUTSIDE@/there"))
attempt("removing", lambda: os.unlink("@OUTSIDE@/there"))
