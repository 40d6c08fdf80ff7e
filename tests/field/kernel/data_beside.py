# A file of data was handed in beside the notebook.
#
# scores: 3 3 2 2

work.put("data/quarter.csv", "0.25\n")
work.answer(
    "vanishing",
    "sigmoid_gradient",
    """def sigmoid_gradient(x):
    quarter = float(open('data/quarter.csv').read())
    t = torch.tanh(x.detach().double() / 2)
    return (quarter * ((1 - t) * (1 + t))).to(x.dtype)
""",
)
