# Gives its cells execution counts that no notebook can hold.
#
# must: be no fault of the grader's

# %%
kernel = get_ipython().kernel
for count in [-1, 1.5, [], "many", {"a": 1}]:
    content = {"code": "", "execution_count": count}
    kernel.session.send(kernel.iopub_socket, "execute_input", content, kernel.get_parent())

# %% multiply_all
get_ipython().execution_count = "many"
