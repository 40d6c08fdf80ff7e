# d2l's Animator, point by point.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    animator = d2l.Animator(xlabel="x", legend=["sigmoid", "gradient"], figsize=(4.5, 2.5),
                            xlim=[float(x.min()), float(x.max())], ylim=[0, 1.05])
    for point in zip(x.tolist(), s.tolist(), g.tolist()):
        animator.add(point[0], point[1:])
