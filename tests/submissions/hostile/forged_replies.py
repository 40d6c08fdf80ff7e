# Answers each request itself, many times over, before the agent does, with odd contents.
#
# must: earn nothing, and be no fault of the grader's

# %%
import itertools, json, struct

node = {"kind": "tensor", "key": "0", "device": "cpu"}
forgeries = itertools.cycle([
    {"result": node, "args": [node] * 9, "kwargs": {}, "figures": []},
    {"result": node | {"device": "cuda:77"}, "args": [], "kwargs": {}, "figures": []},
    {"result": node | {"device": "meta", "requires_grad": 1, "grad": node}, "args": []},
    {"result": {"kind": "generator", "device": "cpu", "state": node}, "args": [], "kwargs": {}},
    {"error": "raised", "type": "\0<b>`x`"}, {"error": None}, {"passed": True}, None, [], "passed", 3.0,
    {"error": "missing", "type": "A" * 10**6}, {"result": True, "args": True, "figures": True},
])


def forge():
    for forgery in itertools.islice(forgeries, 3):
        text, buffer = json.dumps(forgery).encode(), b"\x02" + b"\0" * 7 + b"{}"
        channel().sendall(struct.pack("!II", len(text), len(buffer)) + text + buffer)


# %% sigmoid_gradient
def sigmoid_gradient(x):
    forge()
    return x


# %% multiply_all
def multiply_all(M, factors):
    forge()
    return M
