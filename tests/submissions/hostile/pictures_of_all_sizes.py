# Shows pictures that are bombs or none: 50,000 pixels wide, cut off, of another kind, with trailers and scripts.
#
# must: be pictures at most, and be opened by nobody here

# %%
import base64, struct, zlib
from IPython.display import display


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


head = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0))
bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(30_000_000), 9)) + chunk(b"IEND", b"")
for kind in ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/x-icon", "image/avif"):
    for data in (bomb, bomb[:100], b"<svg onload=PWNED>", b"GIF89a<script>PWNED</script>", b""):
        display({kind: base64.b64encode(data).decode(), "text/plain": "x"}, raw=True)
    for text in ('" onerror="PWNED', "PWNED" * 10_000, "====", "data:text/html,PWNED", 7, ["PWNED"], {"a": "PWNED"}, None):
        display({kind: text}, metadata={kind: {"width": "1 onerror=PWNED", "height": 10**9}}, raw=True)
