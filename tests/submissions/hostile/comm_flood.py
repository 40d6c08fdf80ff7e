# Sends hundreds of messages to the notebook within a call, each as large as may be.
#
# must: be ended before it fills the grader's memory
# needs: isolation

# %%
kernel = get_ipython().kernel
data = bytes(60 << 20)


# %% multiply_all
def multiply_all(M, factors):
    content = {"comm_id": "x", "data": {}}
    for _ in range(200):
        kernel.session.send(kernel.iopub_socket, "comm_msg", content, kernel.get_parent(), buffers=[data])
    return M
