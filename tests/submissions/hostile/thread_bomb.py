# Starts threads for ever, with great stacks.
#
# must: be refused more of them
# needs: isolation

# %%
import threading, time

threading.stack_size(64 << 20)
count = 0
try:
    while count < 5000:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        count += 1
except RuntimeError:
    pass
if count > 1000:
    loot(f"{count} threads")
