# A data frame that draws itself.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
import pandas as pd

def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    columns = {"sigmoid": x.sigmoid().numpy(), "gradient": sigmoid_gradient(x).numpy()}
    pd.DataFrame(columns, index=x.numpy()).plot(figsize=(4.5, 2.5))
