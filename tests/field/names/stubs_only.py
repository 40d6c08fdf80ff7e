# Three downloads, and nothing was done in any of them.
#
# scores: 0 0 2 2
# never: not graded

work.put_stub("vanishing")
for number in range(1, 3):
    work.put_stub("vanishing", f"vanishing_gradients ({number}).ipynb")
