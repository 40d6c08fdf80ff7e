# Does in shells and magics what Python was refused.
#
# must: be refused

# %%
import subprocess

shell = get_ipython()
for line in (
    "cat @COURSE@/tests/hidden/*/*/*.py", "ls @COURSE@", "head -c 64 @COURSE@/gradebook.db", "cat @VICTIM@/*.ipynb", "ls /tmp /root",
    "cat /proc/@GRADER@/environ", "sh -c 'cat /proc/*/cmdline'", "cp -r @COURSE@ .", "perl -e 'print <@COURSE@/*>'", "awk 1 @COURSE@/nbgrader_config.py",
):
    found = subprocess.run(line, shell=True, capture_output=True, text=True, errors="replace").stdout
    if found.strip():
        loot(f"{line}: {found[:200]}")
    shell.system(line)
shell.run_line_magic("run", "@COURSE@/nbgrader_config.py")

# %%
%%bash
ls @COURSE@/tests/hidden && echo "LOO""T: the checks"
echo here > @OUTSIDE@/by_bash && echo "LOO""T: a file"

# %% multiply_all
%%writefile @OUTSIDE@/by_magic
here
