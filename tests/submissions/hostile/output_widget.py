# Opens widgets, among them the one that catches the output of other cells.
#
# must: be no fault of the grader's, and show nothing of the graded cells

# %%
kernel = get_ipython().kernel
state = {"_model_module": "@jupyter-widgets/output", "_model_name": "OutputModel", "msg_id": "", "outputs": []}
parent = kernel.get_parent()


def send(kind, data):
    content = {"comm_id": "w", "target_name": "jupyter.widget", "data": data}
    kernel.session.send(kernel.iopub_socket, kind, content, parent)


send("comm_open", {"state": state})
for update in [{"msg_id": parent["header"]["msg_id"]}, {"msg_id": 5}, {"outputs": 5}]:
    send("comm_msg", {"method": "update", "state": state | update})
print("caught")
send("comm_open", {})
send("comm_msg", 5)
