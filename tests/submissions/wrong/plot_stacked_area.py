# pandas' area plot, stacked.
#
# plot_sigmoid_gradient: 2.25
# caught by: test_gradient_curve
# says: None of the curves is the sigmoid's gradient

# %% plot_sigmoid_gradient
import pandas as pd

def plot_sigmoid_gradient(x):
    t = x.detach().cpu()
    s = torch.sigmoid(t)
    frame = pd.DataFrame({"sigmoid": s.numpy(), "gradient": (s * (1 - s)).numpy()}, index=t.numpy())
    frame.plot.area(figsize=(4.5, 2.5))
