# Updates what an earlier cell has shown, with data that is none.
#
# must: be no fault of the grader's

# %%
from IPython.display import display

shown = display("first", display_id="mine")

# %%
kernel = get_ipython().kernel
for data in [5, ["a"], {"text/plain": {"a": 1}}, {"image/png": 7}, None]:
    content = {"data": data, "metadata": 7, "transient": {"display_id": "mine"}}
    kernel.session.send(kernel.iopub_socket, "update_display_data", content, kernel.get_parent())
    kernel.session.send(kernel.iopub_socket, "clear_output", {"wait": "x"}, kernel.get_parent())
