# Keeps the processors busy by many processes that nobody waits for, so that no neighbour gets any.
#
# must: be ended, and take no points from others
# needs: isolation

# %%
import os, signal, time

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
began = time.monotonic()
while time.monotonic() < began + 30:
    for _ in range(40):
        if os.fork() == 0:
            end = time.process_time() + 0.4
            while time.process_time() < end:
                pass
            os._exit(0)
    time.sleep(0.5)
