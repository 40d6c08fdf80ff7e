# Puts memory where no process holds it: /dev/shm, SysV segments, queues, memfds.
#
# must: be refused
# needs: isolation

# %%
import ctypes, os, subprocess
from multiprocessing import shared_memory

import torch

libc = ctypes.CDLL(None, use_errno=True)
attempt("shm_open", lambda: shared_memory.SharedMemory(create=True, size=1 << 20))
attempt("a file", lambda: open("/dev/shm/left_by_an_attack", "w"))
attempt("torch", lambda: torch.ones(1 << 20).share_memory_())
attempt("shmget", lambda: 1 / (libc.shmget(1234, 1 << 20, 0o1666) >= 0))
attempt("msgget", lambda: 1 / (libc.msgget(1234, 0o1666) >= 0))
attempt("semget", lambda: 1 / (libc.semget(1234, 9, 0o1666) >= 0))
attempt("mq_open", lambda: 1 / (libc.syscall(240, b"left", 0o102, 0o666, None) >= 0))
attempt("memfd", lambda: os.memfd_create("hidden"))
attempt("a semaphore", lambda: __import__("multiprocessing").Semaphore())
