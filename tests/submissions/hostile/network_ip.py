# Sends over TCP, UDP, IPv6, raw and packet sockets, and asks for names.
#
# must: be refused

# %%
import socket, subprocess, urllib.request

port = int("@PORT@")
for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"), (socket.AF_INET, "0.0.0.0")):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        attempt(f"{family.name} {kind.name}", lambda: socket.socket(family, kind))
    attempt(f"TCP {host}", lambda: socket.create_connection((host, port), 1).send(b"hello"))
    attempt(f"UDP {host}", lambda: socket.socket(family, socket.SOCK_DGRAM).sendto(b"hello", (host, port)))
    attempt(f"fast open {host}", lambda: socket.socket(family).sendto(b"hello", 0x20000000, (host, port)))
    attempt(f"listening {host}", lambda: socket.create_server((host, 0), family=family))
attempt("a name", lambda: socket.getaddrinfo("example.com", 80))
attempt("a page", lambda: urllib.request.urlopen("http://127.0.0.1:@PORT@/", timeout=1))
for command in ("exec 3<>/dev/tcp/127.0.0.1/@PORT@", "echo hello > /dev/udp/127.0.0.1/@PORT@"):
    attempt(command, lambda: subprocess.run(["bash", "-c", command], stderr=subprocess.DEVNULL, check=True))
attempt("curl", lambda: subprocess.run(["curl", "-sm1", "http://127.0.0.1:@PORT@"], check=True))
