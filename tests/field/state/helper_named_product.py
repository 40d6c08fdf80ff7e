# A later cell calls something else `product`, as the student's helper is called.
#
# scores: 3 3 2 2

work.answer(
    "vanishing",
    "sigmoid_gradient",
    """def product(s):
    return s * (1 - s)

def sigmoid_gradient(x):
    return product(torch.sigmoid(x.detach().double())).to(x.dtype)
""",
)
work.add("vanishing", "product = 7")
