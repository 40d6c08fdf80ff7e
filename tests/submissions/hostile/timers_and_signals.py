# Makes timers, and signals that wait, until Linux lets nobody of its user have more.
#
# must: be refused more than a few hundred

# %%
import ctypes, os, signal

libc = ctypes.CDLL(None, use_errno=True)
timers, signals = 0, 0
while timers < 100_000 and libc.syscall(222, 1, None, ctypes.byref(ctypes.c_int())) == 0:
    timers += 1
signal.pthread_sigmask(signal.SIG_BLOCK, {40})
libc.sigqueue.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_void_p]
while signals < 100_000 and libc.sigqueue(os.getpid(), 40, None) == 0:
    signals += 1
if timers > 1000 or signals > 1000:
    loot(f"{timers} timers, {signals} signals")
