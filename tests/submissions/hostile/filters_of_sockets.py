# Attaches long filters to sockets: what they are compiled to lies in memory that Linux has once for the machine.
#
# must: be refused, and leave room for the filters of other kernels

# %%
import ctypes, socket, struct

MANY = struct.pack("HBBI", 0x20, 0, 0, 0xFFFFF014) * 4000 + struct.pack("HBBI", 6, 0, 0, 1)
program = ctypes.create_string_buffer(MANY)
order = struct.pack("HL", 4001, ctypes.addressof(program))
kept = [end for _ in range(200) for end in socket.socketpair()]


def attach(option):
    for end in kept:
        end.setsockopt(socket.SOL_SOCKET, option, order)
    return f"{len(kept)} filters"


for option in (26, 51):
    attempt(f"filters by option {option}", lambda: attach(option))
