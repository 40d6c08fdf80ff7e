# Makes system calls by the numbers of 32-bit programs, from machine code of its own.
#
# must: be killed or refused

# %%
import ctypes, mmap, os, platform

if platform.machine() == "x86_64" and os.fork() == 0:
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    page = libc.mmap(None, 4096, 7, 0x62, -1, 0)  # private, anonymous, in the first 2 GB
    path = b"@OUTSIDE@/here\0"
    code = b"\x53\xb8\x05\0\0\0\xbb" + (page + 256).to_bytes(4, "little")  # push rbx; eax = open
    code += b"\x31\xc9\xcd\x80\x5b\xc3"  # ecx = 0; int 0x80; pop rbx; ret
    ctypes.memmove(page, code, len(code))
    ctypes.memmove(page + 256, path, len(path))
    number = ctypes.CFUNCTYPE(ctypes.c_int)(page)()
    if number >= 0:
        attempt("a file by int 0x80", lambda: os.read(number, 99))
    os._exit(0)
