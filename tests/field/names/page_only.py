# The notebook was exported as a page, and the page handed in.
#
# scores: - - 2 2
# note: `vanishing_gradients.html`

work.put("vanishing_gradients.html", "<html></html>")
work.path("vanishing").unlink()
