# Puts an agent of its own in the place of the grader's, and claims success in every way it can.
#
# must: earn nothing, because what comes back is data that the grader judges

# %%
import builtins, json, socket, struct

real_exec = builtins.exec
claims = {"passed": True, "score": 3.0, "points": 3.0, "outcome": "passed", "error": None}


def attach(namespace, descriptor, seed):
    line = socket.socket(fileno=descriptor)
    for answer in [{"ready": True}] + [{"result": claims, **claims}] * 1000:
        text, buffer = json.dumps(answer).encode(), b"\x02" + b"\0" * 7 + b"{}"
        line.sendall(struct.pack("!II", len(text), len(buffer)) + text + buffer)
        line.recv(1 << 20)


def patched_exec(code, *namespaces):
    real_exec(code, *namespaces)
    if namespaces and "Agent" in namespaces[0]:
        namespaces[0]["attach"] = attach


builtins.exec = patched_exec
