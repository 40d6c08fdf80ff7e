# Sends one message of endless parts, each of them as large as may be.
#
# must: be ended before it fills the grader's memory
# needs: isolation

# %%
import zmq

kernel = get_ipython().kernel
part = zmq.Frame(bytes(60 << 20), copy=False)


# %% multiply_all
def multiply_all(M, factors):
    socket = kernel.iopub_thread.socket
    socket.send(b"kernel.endless", zmq.SNDMORE)
    for _ in range(200):
        socket.send(part, zmq.SNDMORE, copy=False)
    socket.send(b"")
    return M
