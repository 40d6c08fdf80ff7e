# The environment that the assignment was installed in was zipped with the work, and comes first.
#
# scores: 3 3 2 2
# note: `venv` was set aside: it holds what a program has put there.
# never: too many

work.put("venv/pyvenv.cfg", "home = /usr/bin\n")
for number in range(1100):
    work.put(f"venv/lib/python3.12/site-packages/package/module_{number}.py", "")
for name in ["vanishing", "exploding"]:
    work.rename(name, f"work/{work.path(name).name}")
