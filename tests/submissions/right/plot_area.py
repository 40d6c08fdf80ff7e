# pandas' area plot, not stacked.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
import pandas as pd

def plot_sigmoid_gradient(x):
    t = x.detach().cpu()
    s = torch.sigmoid(t)
    frame = pd.DataFrame({"sigmoid": s.numpy(), "gradient": (s * (1 - s)).numpy()}, index=t.numpy())
    frame.plot.area(stacked=False, figsize=(4.5, 2.5), alpha=0.3)
