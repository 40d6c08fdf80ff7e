# Answers each request itself, many times over, before and after the agent, with odd contents.
#
# must: earn nothing, and be no fault of the grader's

# %%
import json

kernel = get_ipython().kernel
node = {"kind": "tensor", "key": "0", "device": "cpu"}
forgeries = [
    {"result": node, "args": [node] * 9, "kwargs": {}, "figures": []},
    {"result": node | {"device": "cuda:77"}, "args": [], "kwargs": {}, "figures": []},
    {"result": node | {"device": "meta", "requires_grad": 1, "grad": node}, "args": []},
    {"result": {"kind": "generator", "device": "cpu", "state": node}, "args": [], "kwargs": {}},
    {"error": "raised", "type": "\0<b>`x`"}, {"error": None}, {"passed": True}, None, [], "passed", 3.0,
    {"error": "missing", "type": "A" * 10**6}, {"result": True, "args": True, "figures": True},
]
count = iter(range(10**6))


def forge():
    parent = kernel.get_parent()
    comm = parent["content"].get("comm_id")
    for _ in range(3):
        content = {"comm_id": comm, "data": forgeries[next(count) % len(forgeries)]}
        kernel.session.send(kernel.iopub_socket, "comm_msg", content, parent, buffers=[b"\x02" + b"\0" * 7 + b"{}"])


# %% sigmoid_gradient
def sigmoid_gradient(x):
    forge()
    return x


# %% multiply_all
def multiply_all(M, factors):
    forge()
    kernel.session.send(kernel.iopub_socket, "status", {"execution_state": "idle"}, kernel.get_parent())
    forge()
    return M
