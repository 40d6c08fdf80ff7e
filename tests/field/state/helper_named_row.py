# A later cell calls something else `row`, as the student's helper is called.
#
# scores: 3 3 2 2

work.answer(
    "vanishing",
    "sigmoid_gradient",
    """def row(s):
    return s * (1 - s)

def sigmoid_gradient(x):
    return row(torch.sigmoid(x.detach().double())).to(x.dtype)
""",
)
work.add("vanishing", "row = 7")
