# Crashes large processes one after the other: where Linux hands their memory to a program, that runs as root, outside.
#
# must: leave no core behind, and hold nobody up

# %%
import os, resource, signal, time

if resource.getrlimit(resource.RLIMIT_CORE)[0] > 1:
    loot("a core may be written")
end = time.monotonic() + 20
crashes = 0
while time.monotonic() < end:
    children = []
    for kind in (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGQUIT) * 3:
        if (child := os.fork()) == 0:
            memory = bytearray(b"x") * (100 << 20)
            signal.signal(kind, signal.SIG_DFL)
            os.kill(os.getpid(), kind)
        children.append(child)
    for child in children:
        _, status = os.waitpid(child, 0)
        crashes += 1
        if os.WCOREDUMP(status):
            loot(f"a core of crash {crashes}")
    if cores := [name for name in os.listdir(".") if name.startswith("core")]:
        loot(f"files: {cores}")
