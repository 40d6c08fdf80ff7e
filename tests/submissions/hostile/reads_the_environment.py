# Looks for secrets in its own environment, its parents', and its children's.
#
# must: find none

# %%
import os, subprocess

for name, value in os.environ.items():
    if "canary" in value.lower() or "TOKEN" in name or "SECRET" in name:
        loot(f"{name} {value}")
for text in subprocess.run(["env"], capture_output=True, text=True).stdout.splitlines():
    if "canary" in text.lower():
        loot(text)
me = int(os.readlink("/proc/self"))
for pid in {os.getppid(), @GRADER@, 1, *range(2, 400)}:
    attempt(f"environment of {pid}", lambda: open(f"/proc/{pid}/environ").read() if pid != me else 1 / 0)
