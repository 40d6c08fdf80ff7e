# Changes rights, owners, times and attributes of files that it cannot open.
#
# must: change nothing

# %%
import os, shutil

file = "@OUTSIDE@/here"


def changed(action):
    before = os.stat(file)
    action()
    after = os.stat(file)
    assert before != after


attempt("rights", lambda: changed(lambda: os.chmod(file, 0o604)))
attempt("rights at", lambda: changed(lambda: os.chmod("here", 0o640, dir_fd=os.open("@OUTSIDE@", os.O_PATH))))
attempt("rights by a link", lambda: [os.symlink(file, "soft"), changed(lambda: os.chmod("soft", 0o641))])
attempt("times", lambda: changed(lambda: os.utime(file, (1, 1))))
attempt("owner", lambda: changed(lambda: os.chown(file, 1, 1)))
attempt("attributes", lambda: [os.setxattr(file, "user.note", b"here"), os.getxattr(file, "user.note")])
attempt("a folder's rights", lambda: [os.chmod("@OUTSIDE@", 0o700), 1 / (os.stat("@OUTSIDE@").st_mode & 0o77 == 0)])
attempt("the course's", lambda: changed(lambda: shutil.copymode("@COURSE@/gradebook.db", file)))
