# Has the kernel's agent sleep, spin or answer before it begins: an audit hook at its import, another socket.
#
# must: be ended in the time of a call, and earn nothing

# %%
import builtins, socket, time

plain = builtins.__import__


def late(name, *args, **kwargs):
    if name == "grading.sandbox.inside.agent":
        time.sleep(1000)
    return plain(name, *args, **kwargs)


builtins.__import__ = late
