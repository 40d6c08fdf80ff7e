# Draws a thousand curves of thousands of points, all nearly a sigmoid, in many figures.
#
# must: be judged or refused in time
# needs: isolation

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    from matplotlib import pyplot as plt

    own = torch.linspace(-8, 8, 2000)
    for _ in range(3):
        plt.figure(figsize=(4.5, 2.5))
        for n in range(300):
            plt.plot(own, torch.sigmoid(own + n * 1e-7), label="sigmoid" if n % 2 else "gradient")
        plt.legend()
