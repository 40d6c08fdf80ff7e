# Opens files and connects through a ring of requests that other filters do not see.
#
# must: be refused

# %%
import ctypes, os

libc = ctypes.CDLL(None, use_errno=True)
parameters = ctypes.create_string_buffer(120)
ring = libc.syscall(425, 8, parameters)
if ring >= 0:
    loot("a ring")
for operation in range(5):
    if libc.syscall(427, ring, operation, parameters, 1) >= 0:
        loot(f"a registration {operation}")
