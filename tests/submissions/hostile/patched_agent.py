# Puts an agent of its own in the place of the grader's, and claims success in every way it can.
#
# must: earn nothing, because what comes back is data that the grader judges

# %%
import json, socket, struct

from grading.sandbox.inside import agent

claims = {"passed": True, "score": 3.0, "points": 3.0, "outcome": "passed", "error": None}


def serve(namespace, descriptor, seed):
    channel = socket.socket(fileno=descriptor)
    for answer in [{"ready": True}] + [{"result": claims, **claims}] * 1000:
        text, buffer = json.dumps(answer).encode(), b"\x02" + b"\0" * 7 + b"{}"
        channel.sendall(struct.pack("!II", len(text), len(buffer)) + text + buffer)
        channel.recv(1 << 20)


agent.serve = serve
