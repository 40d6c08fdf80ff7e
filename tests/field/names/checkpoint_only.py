# Only Jupyter's checkpoint was handed in: it may be an old one.
#
# scores: - - 2 2
# note: vanishing_gradients-checkpoint.ipynb

work.rename("vanishing", ".ipynb_checkpoints/vanishing_gradients-checkpoint.ipynb")
