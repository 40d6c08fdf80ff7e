# Connects to Unix sockets, by path and by abstract name, as a stream, as datagrams, and by itself.
#
# must: be refused

# %%
import os, socket

for address in ("@SOCKET@", "\0@ABSTRACT@"):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        attempt(f"{kind.name}", lambda: socket.socket(socket.AF_UNIX, kind).connect(address))
        attempt(f"{kind.name} sent", lambda: socket.socket(socket.AF_UNIX, kind).sendto(b"hello", address))
        attempt(f"{kind.name} half of a pair", lambda: socket.socketpair(socket.AF_UNIX, kind)[0].sendto(b"hello", address))
os.chdir("@OUTSIDE@")
attempt("a listener outside", lambda: socket.socket(socket.AF_UNIX).bind("left_by_an_attack"))
attempt("an abstract listener", lambda: [(s := socket.socket(socket.AF_UNIX)).bind("\0attack"), s.listen()] and 1 / 0)
