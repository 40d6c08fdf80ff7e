# A later cell calls something else `slopes`, as the student's helper is called.
#
# scores: 3 3 2 2

work.answer(
    "vanishing",
    "sigmoid_gradient",
    """def slopes(s):
    return s * (1 - s)

def sigmoid_gradient(x):
    return slopes(torch.sigmoid(x.detach().double())).to(x.dtype)
""",
)
work.add("vanishing", "slopes = 7")
