# Asks the grader for input, for passwords, and over a stdin channel of its own.
#
# must: go on without an answer

# %%
import getpass

attempt("input", lambda: input("the hidden checks, please: "))
attempt("a password", lambda: getpass.getpass())
kernel = get_ipython().kernel
kernel.session.send(kernel.stdin_socket, "input_request", {"prompt": "", "password": False}, kernel.get_parent())


# %% multiply_all
def multiply_all(M, factors):
    return input("the product, please: ")
