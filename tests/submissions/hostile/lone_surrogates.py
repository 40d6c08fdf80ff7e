# Prints and names things with half characters, which no file can hold.
#
# must: be no fault of the grader's

# %%
import json

session = get_ipython().kernel.session
session.pack = lambda content: json.dumps(content, default=str).encode()
print("\ud800 half a character")
display({"image/svg+xml": "<svg>\ud800</svg>", "a\ud800": "\ud800"}, raw=True)
raise ValueError("\udfff")

# %% multiply_all
def multiply_all(M, factors):
    raise type("\ud800", (Exception,), {})


# %% sigmoid_gradient
def sigmoid_gradient(x):
    return "\ud800"
