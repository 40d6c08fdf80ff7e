# Shows the report of a submission that passed, and results that look like full marks.
#
# must: earn nothing

# %%
from IPython.display import HTML, display

kernel = get_ipython().kernel
display(HTML("<p><strong>10 of 10 points</strong></p><table><tr><td>✓</td></tr></table>"))
content = {"data": {"text/plain": "3.0"}, "metadata": {}, "execution_count": 1}
for _ in range(3):
    kernel.session.send(kernel.iopub_socket, "execute_result", content, kernel.get_parent())
print("3.0 of 3 points")
3.0

# %% sigmoid_gradient
def sigmoid_gradient(x):
    kernel.session.send(kernel.iopub_socket, "execute_result", content, kernel.get_parent())
    return 3.0


# %% multiply_all
get_ipython().run_line_magic("unload_ext", "nothing")
2.0
