# A file system that does not care has changed the case of the letters.
#
# scores: 3 3 2 2
# note: `Vanishing_Gradients.IPYNB`

work.rename("vanishing", "Vanishing_Gradients.IPYNB")
