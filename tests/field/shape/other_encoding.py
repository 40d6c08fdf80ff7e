# An editor has saved a comment in the encoding of its country.
#
# scores: 3 3 2 2
# note: UTF-8

import json

work.add("vanishing", "print('Größe')")
notebook = json.loads(work.path("vanishing").read_text())
work.put("vanishing", json.dumps(notebook, ensure_ascii=False).encode("latin-1", "replace"))
