# Watches files by epoll, in many processes, until Linux lets nobody of its user watch one more.
#
# must: be ended
# needs: isolation

# %%
import os, select, time

for _ in range(26):
    if os.fork() == 0:
        kept = []
        try:
            while True:
                kept.append(select.epoll())
                for number in range(3, 400):
                    try:
                        kept[-1].register(number, select.EPOLLIN)
                    except (FileExistsError, PermissionError):
                        pass
                    except FileNotFoundError:
                        os.pipe()
        except OSError:
            pass
        for number in range(100):
            try:
                watching = select.epoll()
                for target in range(3, 512):
                    try:
                        watching.register(target, select.EPOLLIN)
                    except OSError:
                        pass
                os.dup2(os.pipe()[0], 511 - number)
                kept.append(watching)
            except OSError:
                pass
        time.sleep(60)
        os._exit(0)
time.sleep(30)
loot("watches of everybody")
