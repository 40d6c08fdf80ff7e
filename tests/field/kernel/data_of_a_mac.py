# A file with an accent in its name, from a Mac; the code spells it as one types it.
#
# scores: 3 3 2 2

work.put("gro\u0308\u00dfe.txt", "0.25\n")
work.answer(
    "vanishing",
    "sigmoid_gradient",
    """def sigmoid_gradient(x):
    quarter = float(open('gr\u00f6\u00dfe.txt').read())
    t = torch.tanh(x.detach().double() / 2)
    return (quarter * ((1 - t) * (1 + t))).to(x.dtype)
""",
)
