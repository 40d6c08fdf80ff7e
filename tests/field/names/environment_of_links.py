# An environment by `uv`: programs and modules in it are links to a cache of the student's machine.
#
# scores: 3 3 2 2
# note: `.venv` was set aside: it holds what a program has put there.
# never: link to another file

work.put(".venv/pyvenv.cfg", "home = /usr/bin\n")
work.put(".venv/lib/module.py", "")
for number in range(100):
    work.path(f".venv/lib/module_{number}.py").hardlink_to(work.path(".venv/lib/module.py"))
    work.path(f".venv/lib/python{number}").symlink_to("/usr/bin/python3")
