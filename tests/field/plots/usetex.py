# The plot asks for LaTeX, which is not installed here: it cannot be shown, but it is drawn.
#
# scores: 3 3 2 2

work.answer(
    "vanishing",
    "plot_sigmoid_gradient",
    """import matplotlib.pyplot as plt

def plot_sigmoid_gradient(x):
    plt.rcParams["text.usetex"] = True
    x = x.detach().cpu()
    plt.figure(figsize=(4.5, 2.5))
    plt.plot(x, torch.sigmoid(x), label="sigmoid")
    plt.plot(x, sigmoid_gradient(x), label="gradient")
    plt.legend()
""",
)
