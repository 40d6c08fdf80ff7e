# A long data frame, pivoted.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
import pandas as pd

def plot_sigmoid_gradient(x):
    t = x.detach().cpu()
    s = torch.sigmoid(t)
    long = pd.concat([
        pd.DataFrame({"x": t.tolist(), "y": s.tolist(), "curve": "sigmoid"}),
        pd.DataFrame({"x": t.tolist(), "y": (s - s**2).tolist(), "curve": "gradient"}),
    ])
    ax = long.pivot(index="x", columns="curve", values="y").plot(figsize=(4.5, 2.5), style=["-", "--"])
    ax.set_ylabel("y")
