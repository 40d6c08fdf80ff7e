# Opens sockets of the families that firewalls forget: netlink, packet, vsock, Bluetooth, crypto and more.
#
# must: be refused

# %%
import socket

for family in range(1, 46):
    for kind in (1, 2, 3, 4, 5, 10):
        if family != socket.AF_UNIX or kind not in (1, 5):  # CUDA has need of the latter
            attempt(f"family {family}, kind {kind}", lambda: socket.socket(family, kind))
            attempt(f"family {family}, kind {kind} with flags", lambda: socket.socket(family, kind | 0o4000))
