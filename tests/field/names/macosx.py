# A Mac's archive was unpacked elsewhere.
#
# scores: 3 3 2 2
# never: __MACOSX

work.put("__MACOSX/._vanishing_gradients.ipynb", b"\x00\x05\x16\x07")
work.put("._vanishing_gradients.ipynb", b"\x00\x05\x16\x07")
work.put("__MACOSX/vanishing_gradients.ipynb", work.path("vanishing").read_bytes())
work.answer("__MACOSX/vanishing_gradients.ipynb", "sigmoid_gradient", "1")
