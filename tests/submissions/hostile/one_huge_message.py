# Sends single messages of more than any sensible size, and tiny ones of great depth.
#
# must: be cut off

# %%
print("x" * (200 << 20))

# %%
kernel = get_ipython().kernel
deep = []
for _ in range(900):
    deep = [deep]
display({"application/json": deep, "text/plain": "deep"}, raw=True)


# %% multiply_all
def multiply_all(M, factors):
    kernel.session.send(kernel.iopub_socket, "comm_msg", {"data": "x" * (100 << 20)}, kernel.get_parent())
    return M


# %% sigmoid_gradient
def sigmoid_gradient(x):
    for _ in range(100):
        content = {"comm_id": "x", "data": deep}
        kernel.session.send(kernel.iopub_socket, "comm_msg", content, kernel.get_parent())
    return x
