# Has single bytes of large pages wait in pipes and sockets: each keeps its page, which is in no process's memory.
#
# must: be refused

# %%
import ctypes, mmap, os, socket

libc = ctypes.CDLL(None, use_errno=True)
HUGE = 2 << 20
kept = []


class Piece(ctypes.Structure):
    _fields_ = [("start", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def vmsplice():
    held = 0
    for _ in range(200):
        kept.append(os.pipe())
        for _ in range(15):
            memory = mmap.mmap(-1, 2 * HUGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
            memory.madvise(mmap.MADV_HUGEPAGE)
            start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
            place = -start % HUGE
            memory[place : place + HUGE] = b"x" * HUGE
            piece = Piece(start + place, 1)
            held += libc.vmsplice(kept[-1][1], ctypes.byref(piece), 1, 0) == 1
            libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(2 * HUGE), mmap.MADV_DONTNEED)
    return 1 / held and f"{held} huge pages"


def splice(send):
    held = 0
    file = os.open("pages", os.O_RDWR | os.O_CREAT)
    for _ in range(20):
        near, far = socket.socketpair()
        near.setblocking(False)
        kept.append((near, far))
        try:
            while True:
                os.ftruncate(file, 0)
                os.pwrite(file, b"x" * 65536, 0)
                held += send(near.fileno(), file)
        except BlockingIOError:
            pass
    return f"{held} pages"


def by_a_pipe(end, file):
    inlet, outlet = os.pipe()
    try:
        for page in range(16):
            os.splice(file, outlet, 1, offset_src=page * 4096)
        return os.splice(inlet, end, 16, flags=2)
    finally:
        os.close(inlet), os.close(outlet)


attempt("huge pages in pipes", vmsplice)
attempt("pages in sockets by splice", lambda: splice(by_a_pipe))
attempt("pages in sockets by sendfile", lambda: splice(lambda end, file: os.sendfile(end, file, 0, 1)))
attempt("the same in two pipes", lambda: 1 / (libc.tee(os.pipe()[0], os.pipe()[1], 1, 2) >= 0))
