# Signs messages of its own with the key of the connection file: dates, versions, depth, bad JSON.
#
# must: be no fault of the grader's

# %%
import hashlib, hmac, json, os

kernel = get_ipython().kernel
key = json.load(open(os.environ["HOME"] + "/../sockets/connection.json"))["key"].encode()


def forge(*parts):
    signature = hmac.new(key, b"".join(parts), hashlib.sha256).hexdigest().encode()
    stream = [b"kernel.forged", b"<IDS|MSG>", signature, *parts]
    kernel.iopub_thread.socket.send_multipart(stream)


header = json.dumps({"msg_id": "x", "msg_type": "status", "date": "9999-99-99T99:99:99.999999Z"}).encode()
parent = json.dumps({"msg_id": kernel.get_parent()["header"]["msg_id"]}).encode()
for parts in [
    (header, parent, b"{}", b"{}"), (b"[" * 10**5, parent, b"{}", b"{}"), (b"\xff", b"\xff", b"", b""),
    (b"null", b"null", b"null", b"null"), (b"{}", b"{}", b"{}", b"9" * 10**5), (b"{}", parent, b"{}", b"NaN"),
]:
    forge(*parts)

# %% sigmoid_gradient
def sigmoid_gradient(x):
    forge(header, json.dumps({"msg_id": kernel.get_parent()["header"]["msg_id"]}).encode(), b"{}", b"[" * 10**5)
    return x
