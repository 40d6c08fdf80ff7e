# The function shows its figure, and clears it to make room for the next one.
#
# scores: 3 3 2 2

work.answer(
    "vanishing",
    "plot_sigmoid_gradient",
    """import matplotlib.pyplot as plt

def plot_sigmoid_gradient(x):
    get_ipython().run_line_magic('matplotlib', 'inline')
    x = x.detach().cpu()
    figure = plt.figure(figsize=(4.5, 2.5))
    plt.plot(x, torch.sigmoid(x), label='sigmoid')
    plt.plot(x, sigmoid_gradient(x), label='gradient')
    plt.legend()
    plt.show()
    figure.clf()
""",
)
