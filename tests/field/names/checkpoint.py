# Jupyter's folder of checkpoints came along, with an older version.
#
# scores: 3 3 2 2
# never: checkpoint

work.put(
    ".ipynb_checkpoints/vanishing_gradients-checkpoint.ipynb", work.path("vanishing").read_bytes()
)
work.answer(".ipynb_checkpoints/vanishing_gradients-checkpoint.ipynb", "sigmoid_gradient", "1")
