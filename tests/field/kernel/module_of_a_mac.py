# A module with an accent in its name, from a Mac: Python looks for it in one form only.
#
# scores: 3 3 2 2

work.put("me\u0301thode.py", "QUARTER = 0.25\n")
work.answer(
    "vanishing",
    "sigmoid_gradient",
    """def sigmoid_gradient(x):
    from m\u00e9thode import QUARTER
    t = torch.tanh(x.detach().double() / 2)
    return (QUARTER * ((1 - t) * (1 + t))).to(x.dtype)
""",
)
