# Hangs where a kernel ends: at exit, in finalizers, in threads that are no daemons, in messages.
#
# must: be ended at once, with the points that it has earned
# multiply_all: 2

# %%
import atexit, threading, time, weakref


def hang(*args, **kwargs):
    while True:
        time.sleep(1)


atexit.register(hang)
threading._register_atexit(hang)
threading.Thread(target=hang).start()
kernel = get_ipython().kernel
kernel.do_shutdown = kernel.shutdown_request = hang
kernel.control_handlers["shutdown_request"] = hang


class Held:
    __del__ = hang


held = Held()
finalizer = weakref.finalize(held, hang)


# %% multiply_all
def multiply_all(M, factors):
    for factor in factors:
        M = M @ factor
    return M
