# Replies to its own cell with contents that no kernel sends: wrong types, missing fields, no parent.
#
# must: be no fault of the grader's

# %%
kernel = get_ipython().kernel
session, parent = kernel.session, kernel.get_parent()
for content in [{}, {"status": 5}, {"status": "error"}, {"status": "error", "ename": {}}, []]:
    session.send(kernel.iopub_socket, "error", content, parent)
    session.send(kernel.iopub_socket, "stream", {"name": [], "text": {}}, parent)
    session.send(kernel.iopub_socket, "execute_input", {"execution_count": "a lot"}, parent)
identity = kernel._parent_ident["shell"]
session.send(kernel.shell_stream, "execute_reply", {"status": "error", "ename": 5}, parent, ident=identity)

# %% multiply_all
def multiply_all(M, factors):
    session.send(kernel.iopub_socket, "comm_msg", {}, kernel.get_parent())
