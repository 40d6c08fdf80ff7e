# Jupyter has left its folder among the submissions.
#
# scores: no student

work.call_me(".ipynb_checkpoints")
