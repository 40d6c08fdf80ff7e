# Speaks on every file and socket that it was born with, in the supervisor's own words.
#
# must: be born with none that leads anywhere

# %%
import json, os, socket, stat, sys

for number in range(3, 1024):
    try:
        mode = os.fstat(number).st_mode
    except OSError:
        continue
    link = os.readlink(f"/proc/self/fd/{number}")
    if link.startswith("/") and os.environ["HOME"] not in link and not link.startswith(("/dev/", "/usr", sys.prefix)):
        loot(f"{number} {link}")
    if stat.S_ISSOCK(mode):
        try:
            end = socket.socket(fileno=os.dup(number))
        except OSError:
            continue
        if end.type == socket.SOCK_SEQPACKET:
            loot(f"{number}: the supervisor's socket")
            end.send(json.dumps({"pid": 1, "missing": [], "error": "", "reason": ""}).encode())
        end.close()
